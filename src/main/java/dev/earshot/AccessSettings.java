package dev.earshot;

import dev.earshot.access.CallSecrets;
import dev.earshot.access.KeyCache;
import dev.earshot.access.KeyFetch;
import dev.earshot.access.NamedTokens;
import dev.earshot.access.SharedSecrets;
import dev.earshot.access.TokenCheck;
import dev.earshot.access.TokenPolicy;
import dev.earshot.acs.AcsAccess;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, by the settings.
 *
 * @param tokens by which the platform's signed tokens are judged; null where none are asked for
 * @param callKeys that make the secrets of calls' URLs; empty where none are asked for
 * @param events what events must show; null where they need not, which is only where calls need not either
 * @param console those who may look at calls; null where everybody may
 */
public record AccessSettings(
        @Nullable SignedTokens tokens,
        List<String> callKeys,
        @Nullable SharedSecrets events,
        @Nullable NamedTokens console) {

    /**
     * What tokens must say, and where the keys are.
     *
     * @param cooldown from one fetch of keys to the next
     */
    public record SignedTokens(TokenPolicy policy, URI keys, Duration cooldown) {}

    private static final String ACS = "earshot.acs.auth";
    private static final String CALL_KEY = "earshot.acs.call-key";
    private static final String EVENTS_KEY = "earshot.acs.events-key";
    private static final String KEYS_URL = "earshot.acs.jwks-url";
    private static final String CONSOLE = "earshot.console.auth";
    private static final String CONSOLE_TOKENS = "earshot.console.tokens";
    private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(5);

    /** Printable, and no comma: that stands between two of them. */
    private static final Pattern KEY = Pattern.compile("[!-+\\--~]{32,256}");

    private static final Pattern SECRET = Pattern.compile("[!-+\\--~]{16,256}");
    private static final Pattern TOKEN =
            Pattern.compile("([A-Za-z0-9._-]{1,64})=(?:sha256:([0-9a-f]{64})|(?!sha256:)([!-+\\--~]{16,256}))");

    static AccessSettings read(CheckedConfig checked) {
        String acs = checked.oneOf(ACS, List.of("none", "jwt", "secret", "both"));
        String console = checked.oneOf(CONSOLE, List.of("none", "token"));
        boolean secret = acs.equals("secret") || acs.equals("both");
        SignedTokens tokens = tokens(acs, checked);
        List<String> callKeys = secrets(CALL_KEY, KEY, "at least 32", checked);
        if (secret && callKeys.isEmpty()) {
            throw checked.refused(
                    CALL_KEY, "at least 32 characters, in EARSHOT_ACS_CALL_KEY, as long as " + ACS + " is " + acs);
        }
        AccessSettings settings = new AccessSettings(
                signed(acs) ? tokens : null,
                secret ? callKeys : List.of(),
                events(!acs.equals("none"), checked),
                consoleTokens(console, checked));
        refuseOpenDoor(acs.equals("none") || console.equals("none"), checked);
        return settings;
    }

    private static boolean signed(String auth) {
        return auth.equals("jwt") || auth.equals("both");
    }

    /** Where someone is not asked who they are nobody but this machine may come in, unless that is said to be meant. */
    private static void refuseOpenDoor(boolean open, CheckedConfig checked) {
        String host = checked.text("earshot.http.host");
        if (open && !checked.flag("earshot.insecure") && !Settings.loopback(host)) {
            throw checked.refused(
                    "earshot.http.host",
                    "a loopback address, as long as " + ACS + " or " + CONSOLE
                            + " is none; EARSHOT_INSECURE=true allows any");
        }
    }

    private static SignedTokens tokens(String auth, CheckedConfig checked) {
        String key = "earshot.acs.audience";
        Set<String> audiences = Set.copyOf(split(checked.text(key)).toList());
        if (signed(auth) && audiences.isEmpty()) {
            throw checked.refused(
                    key,
                    "the immutable id of your ACS resource, in EARSHOT_ACS_AUDIENCE, as long as " + ACS + " is "
                            + auth);
        }
        TokenPolicy policy = new TokenPolicy(
                checked.text("earshot.acs.issuer", ".+", "whoever issues the tokens"),
                audiences,
                checked.duration("earshot.acs.clock-skew", Duration.ZERO, Duration.ofMinutes(10)));
        return new SignedTokens(
                policy,
                keysUrl(checked),
                checked.duration("earshot.acs.jwks-cooldown", Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    /** Whoever can alter what comes from there can let anybody in. */
    private static URI keysUrl(CheckedConfig checked) {
        URI url = checked.uri(KEYS_URL, Set.of("https", "http"));
        if (url.getScheme().equals("http") && !RealtimeAddress.loopback(url.getHost())) {
            throw checked.refused(KEYS_URL, "https://, or http:// to a loopback address");
        }
        return url;
    }

    /** Where calls are guarded, those who announce them are: without a key of theirs nobody can. */
    private static @Nullable SharedSecrets events(boolean guarded, CheckedConfig checked) {
        List<String> keys = secrets(EVENTS_KEY, SECRET, "at least 16", checked);
        return guarded || !keys.isEmpty() ? new SharedSecrets(keys) : null;
    }

    private static List<String> secrets(String key, Pattern allowed, String length, CheckedConfig checked) {
        List<String> all = split(checked.text(key)).toList();
        if (!all.stream().allMatch(secret -> allowed.matcher(secret).matches())) {
            throw checked.refused(key, length + " characters without spaces; several of them with commas between");
        }
        return all;
    }

    private static @Nullable NamedTokens consoleTokens(String auth, CheckedConfig checked) {
        List<NamedTokens.Token> tokens = split(checked.text(CONSOLE_TOKENS))
                .map(entry -> token(TOKEN.matcher(entry), checked))
                .toList();
        if (auth.equals("none")) {
            return null;
        }
        if (tokens.isEmpty()) {
            throw checked.refused(
                    CONSOLE_TOKENS, "name=token, in EARSHOT_CONSOLE_TOKENS, as long as " + CONSOLE + " is " + auth);
        }
        return new NamedTokens(tokens);
    }

    private static NamedTokens.Token token(Matcher entry, CheckedConfig checked) {
        if (!entry.matches()) {
            throw checked.refused(
                    CONSOLE_TOKENS,
                    "name=token, with at least 16 characters, or name=sha256:… with 64 hexadecimal digits; several with commas between");
        }
        return entry.group(2) == null
                ? NamedTokens.Token.ofText(entry.group(1), entry.group(3))
                : new NamedTokens.Token(entry.group(1), entry.group(2));
    }

    private static Stream<String> split(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(entry -> !entry.isEmpty());
    }

    /**
     * What these settings come to at the platform's side.
     *
     * @param clockMs monotonic
     */
    AcsAccess acs(LongSupplier clockMs) {
        TokenCheck check = null;
        if (tokens != null) {
            KeyCache keys = new KeyCache(
                    new KeyFetch(tokens.keys(), KEYS_TIMEOUT), KeyCache.Times.with(tokens.cooldown()), clockMs);
            check = new TokenCheck(keys, tokens.policy(), Clock.systemUTC());
        }
        return new AcsAccess(check, callKeys.isEmpty() ? null : new CallSecrets(callKeys), events);
    }

    Optional<NamedTokens> consoleUsers() {
        return Optional.ofNullable(console);
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "AccessSettings[" + tokens + "]";
    }
}
