package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsTokens;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.Misdeed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What calls show at the door: tokens of our own signing, bad ones where the rules say so, and the secret of each call's URL. */
final class CallCredentials implements AutoCloseable {

    private static final String HMAC = "HmacSHA256";

    private final @Nullable AcsTokens tokens;
    private final String callKey;

    /**
     * Serves the keys at once.
     *
     * @param tokens signs a token for each socket; null for none
     * @param callKeys as {@code EARSHOT_ACS_CALL_KEY} has them, of which the first makes secrets; empty for none
     */
    CallCredentials(@Nullable AcsTokens tokens, String callKeys) {
        this.tokens = tokens;
        this.callKey = callKeys.split(",", -1)[0].strip();
    }

    /** Where the call's media go. */
    URI socket(URI home, String callId) {
        String scheme = "https".equals(home.getScheme()) ? "wss" : "ws";
        String secret = callKey.isEmpty() ? "" : "/" + secret(callId);
        return URI.create(scheme + "://" + home.getAuthority() + "/acs/media/" + callId + secret);
    }

    /** For one socket of the call with this number; a token is never the same. */
    Map<String, String> headers(int number, CallFaults faults) {
        String flaw = faults.tokenOf(number).orElse("");
        if (tokens == null || flaw.equals(Misdeed.Token.MISSING)) {
            return Map.of();
        }
        return Map.of("Authorization", flaw.isEmpty() ? tokens.bearer() : tokens.bearer(flaw(flaw)));
    }

    /** What a callback shows, without the word before it; empty for nothing. A token is never the same. */
    Optional<String> callbackToken() {
        return Optional.ofNullable(tokens)
                .map(signing -> signing.bearer(AcsTokens.CALLBACK_LIFE).substring("Bearer ".length()));
    }

    static AcsTokens.Flaw flaw(String word) {
        return AcsTokens.Flaw.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private String secret(String callId) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(callKey.getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] secret = mac.doFinal(("media:" + callId).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + HMAC + " on this machine", e);
        }
    }

    @Override
    public void close() {
        if (tokens != null) {
            tokens.close();
        }
    }
}
