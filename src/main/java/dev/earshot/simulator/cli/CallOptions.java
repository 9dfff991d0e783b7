package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.AcsCallerOptions.Channel;
import dev.earshot.simulator.AcsCallerOptions.Participant;
import dev.earshot.simulator.AcsCallerOptions.Silence;
import dev.earshot.simulator.AcsCallerOptions.Tone;
import dev.earshot.simulator.AcsTokens;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.WavFile;
import dev.earshot.simulator.automation.MediaPlayer;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.faults.FaultWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the command line asks of {@link CallMain}. */
@Command(
        name = "scripts/call",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Places calls as Azure Communication Services would, with faults on demand, and keeps an account of them.",
            ""
        },
        footer = {
            "",
            "Times are written 500ms, 2s or 1m. A rule is [CALLS:] WHAT [WHEN]:",
            "",
            "  gap of 80ms at 5s                        double 1%% of frames",
            "  every 3 calls: reset at 10s redial after 300ms",
            "  10%% of calls: send not-json every 2s     jitter of 40ms",
            "",
            "Examples:",
            "",
            "  scripts/call                             the recorded call between a recruiter and a candidate",
            "  scripts/call --calls 50 --length 20s --fault \"gap of 80ms 0.5%% of frames\" --check",
            "  scripts/call --mixed --rate 24000 --dtmf 3@12s --silence empty",
            "  scripts/call --ring --check              a phone rings, and Earshot answers it: no Azure needed",
            "",
            "Exits with 0, with 1 where a call did not come to its own end or the ledger does not name what was done"
                    + " (--check),",
            "and with 2 for wrong options. docs/caller.md has the whole language."
        })
final class CallOptions {

    /** Where the script was called, which file names are relative to. */
    private static final String FOLDER = "earshot.call.folder";

    private static final Path DEFAULT_SPEECH =
            Path.of("speech", "recruiter-call").toAbsolutePath();
    private static final String CALL_KEY = "EARSHOT_ACS_CALL_KEY";
    private static final String EVENTS_KEY = "EARSHOT_ACS_EVENTS_KEY";
    private static final int USUAL_RATE = 16_000;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_CALLS = 5_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,100}");
    private static final Pattern TONE = Pattern.compile("([0-9*#A-D])@(\\S+)");

    @Option(names = "--url", paramLabel = "URL", description = "where Earshot is (${DEFAULT-VALUE})")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--calls", paramLabel = "N", description = "that many calls at once (${DEFAULT-VALUE})")
    private int calls = 1;

    @Option(
            names = "--spread",
            paramLabel = "T",
            converter = Times.class,
            description = "their beginnings are spread over that time (1s)")
    private Duration spread = Duration.ofSeconds(1);

    @Option(names = "--id", paramLabel = "ID", description = "of the call; of many: ID-1, ID-2 and so on (any)")
    private String id = "call-" + Long.toString(System.currentTimeMillis(), 36);

    @Option(
            names = "--speech",
            paramLabel = "PATH",
            description = "a folder with agent.wav and other.wav, or a WAV file; may be given for each voice"
                    + " (speech/recruiter-call)")
    private List<Path> speech = new ArrayList<>();

    @Option(
            names = "--length",
            paramLabel = "T",
            converter = Times.class,
            description = "of a call: speech is cut off, or begins again (as long as the speech)")
    private Duration length = Duration.ZERO;

    @Option(names = "--mixed", description = "one stream with all voices (one for each)")
    private boolean mixed;

    @Option(names = "--rate", paramLabel = "HZ", description = "16000 or 24000 (${DEFAULT-VALUE})")
    private int rate = USUAL_RATE;

    @Option(names = "--pace", paramLabel = "X", description = "times as fast as real time (1)")
    private double pace = 1;

    @Option(
            names = "--silence",
            paramLabel = "HOW",
            description = "digital silence is flagged, empty or plain (flagged)")
    private Silences silence = Silences.FLAGGED;

    @Option(
            names = "--dtmf",
            paramLabel = "KEY@T",
            split = ",",
            converter = Tones.class,
            description = "a key is pressed then: 3@12s")
    private List<Tone> tones = new ArrayList<>();

    @Option(names = "--fault", paramLabel = "RULE", description = "does this wrong on purpose; may be given often")
    private List<String> rules = new ArrayList<>();

    @Option(names = "--faults", paramLabel = "FILE", description = "rules from a file, one a line, # for comments")
    private @Nullable Path faults;

    @Option(names = "--seed", paramLabel = "N", description = "of what the rules leave to chance (any; it is printed)")
    private long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "sent with each upgrade; may be given often")
    private Map<String, String> headers = Map.of();

    @Option(
            names = "--sign",
            paramLabel = "PORT",
            description = "signs a token for each socket, and serves the keys at http://127.0.0.1:PORT/keys"
                    + " (EARSHOT_ACS_JWKS_URL)")
    private @Nullable Integer signAt;

    @Option(
            names = "--audience",
            paramLabel = "ID",
            description = "whom the tokens are for (${DEFAULT-VALUE}; EARSHOT_ACS_AUDIENCE)")
    private String audience = AcsTokens.AUDIENCE;

    @Mixin
    private final PhoneOptions phones = new PhoneOptions();

    @Option(names = "--check", description = "holds each call's ledger against what was done to it")
    private boolean check;

    @Option(
            names = "--patience",
            paramLabel = "T",
            converter = Times.class,
            description = "a ledger may take so long to be right (10s)")
    private Duration patience = Duration.ofSeconds(10);

    @Option(names = "--help", usageHelp = true, description = "says this")
    private boolean help;

    /** The names as they are typed, in any case. */
    enum Silences {
        FLAGGED(Silence.FLAGGED),
        EMPTY(Silence.FLAGGED_EMPTY),
        PLAIN(Silence.PLAIN);

        private final Silence how;

        Silences(Silence how) {
            this.how = how;
        }
    }

    /** @throws IllegalArgumentException for a value that is not allowed */
    void check() {
        require("--calls", calls, calls >= 1 && calls <= MOST_CALLS, "1 to " + MOST_CALLS);
        require("--id", id, ID.matcher(id).matches(), "letters, digits, '.', '_', '~' and '-', 100 at most");
        boolean port = signAt == null || (signAt >= 0 && signAt <= MOST_PORT);
        require("--sign", String.valueOf(signAt), port, "0 to " + MOST_PORT);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        require("--url", url, http && url.getHost() != null, "an http or https URL");
        phones.check();
        if (phones.ring() && (mixed || rate != USUAL_RATE)) {
            throw new IllegalArgumentException("--mixed and --rate are Earshot's to choose with --ring:"
                    + " EARSHOT_ACS_AUDIO_CHANNEL, EARSHOT_ACS_SAMPLE_RATE");
        }
    }

    static void require(String option, Object value, boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalArgumentException(option + " is '" + value + "'; allowed: " + what);
        }
    }

    URI url() {
        return url;
    }

    PhoneOptions phones() {
        return phones;
    }

    /** Where events of ringing phones go; {@code EARSHOT_ACS_EVENTS_KEY} is shown there. */
    URI events() {
        String key = Objects.requireNonNullElse(System.getenv(EVENTS_KEY), "")
                .split(",", -1)[0]
                .strip();
        String secret = key.isEmpty() ? "" : "?secret=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        return url.resolve("/acs/events" + secret);
    }

    int calls() {
        return calls;
    }

    Duration spread() {
        return spread;
    }

    boolean help() {
        return help;
    }

    Duration patience() {
        return patience;
    }

    boolean checksLedgers() {
        return check;
    }

    String callId(int number) {
        return calls == 1 ? id : id + "-" + number;
    }

    /**
     * The rules of all calls.
     *
     * @throws IllegalArgumentException for a rule that makes no sense, or a file that cannot be read
     */
    CallFaults faults() {
        CallFaults all = CallFaults.parse(read(faults)).and(rules).seeded(seed);
        if (all.needPhones() && !phones.ring()) {
            throw new IllegalArgumentException(
                    "a rule for the ring, the answer, media that fails or callbacks needs --ring");
        }
        return all;
    }

    /**
     * The voices of each call.
     *
     * @throws IOException where one cannot be read; the message names it
     */
    List<Participant> voices() throws IOException {
        List<Path> paths = speech.isEmpty() ? List.of(DEFAULT_SPEECH) : speech;
        List<Participant> voices = new ArrayList<>();
        for (Path path : paths) {
            Path found = where(path);
            if (Files.isDirectory(found)) {
                voices.addAll(CallScript.load(found).participants());
            } else {
                voices.add(new Participant("8:acs:caller_" + (voices.size() + 1), WavFile.read(found)));
            }
        }
        return voices;
    }

    /**
     * One of the calls.
     *
     * @throws IllegalArgumentException for options that do not go together
     */
    AcsCallerOptions call(int number, List<Participant> voices, CallFaults rulesOfAll, CallCredentials credentials) {
        AcsCallerOptions.Builder call = AcsCallerOptions.to(credentials.socket(url, callId(number)), callId(number))
                .channel(mixed ? Channel.MIXED : Channel.UNMIXED)
                .sampleRate(rate)
                .tones(tones);
        return speaking(call, number, voices, rulesOfAll, credentials);
    }

    /** One of the calls, as the answer to it wants it. */
    AcsCallerOptions call(
            int number,
            MediaPlayer.Terms terms,
            List<Participant> voices,
            CallFaults rulesOfAll,
            CallCredentials credentials) {
        AcsCallerOptions.Builder call = AcsCallerOptions.to(terms.socket(), terms.connectionId())
                .channel(terms.channel())
                .sampleRate(terms.sampleRate())
                .tones(terms.tones() ? tones : List.of())
                .header("x-ms-call-correlation-id", callId(number));
        return speaking(call, number, voices, rulesOfAll, credentials);
    }

    private AcsCallerOptions speaking(
            AcsCallerOptions.Builder call,
            int number,
            List<Participant> voices,
            CallFaults rulesOfAll,
            CallCredentials credentials) {
        return call.participants(voices)
                .pace(pace)
                .silence(silence.how)
                .length(length)
                .faults(rulesOfAll)
                .number(number)
                .headers(() -> credentials.headers(number, rulesOfAll))
                .headers(() -> headers)
                .build();
    }

    /**
     * What the calls show at the door; {@code EARSHOT_ACS_CALL_KEY} makes the secrets of their URLs.
     *
     * @throws IllegalArgumentException where the port is taken, or a bad token is to be shown and there are none
     */
    CallCredentials credentials(CallFaults rulesOfAll) {
        if (signAt == null && rulesOfAll.spoilTokens()) {
            throw new IllegalArgumentException("a rule for tokens needs --sign");
        }
        try {
            AcsTokens tokens = signAt == null ? null : AcsTokens.create(audience, signAt);
            return new CallCredentials(tokens, Objects.requireNonNullElse(System.getenv(CALL_KEY), ""));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("--sign: port " + signAt + " cannot be had", e);
        }
    }

    private static Path where(Path named) {
        return Path.of(System.getProperty(FOLDER, "")).resolve(named);
    }

    private static String read(@Nullable Path file) {
        try {
            return file == null ? "" : Files.readString(where(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("--faults: cannot read " + file, e);
        }
    }

    /** {@code 500ms}, {@code 2s}, {@code 1m}. */
    static final class Times implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                return new FaultWords(value, value).duration();
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is no time; write 500ms, 2s or 1m");
            }
        }
    }

    /** {@code 3@12s}. */
    static final class Tones implements ITypeConverter<Tone> {
        @Override
        public Tone convert(String value) {
            Matcher tone = TONE.matcher(value);
            if (!tone.matches()) {
                throw new TypeConversionException("'" + value + "' is no key and time; write 3@12s");
            }
            return new Tone(tone.group(1), new Times().convert(tone.group(2)));
        }
    }
}
