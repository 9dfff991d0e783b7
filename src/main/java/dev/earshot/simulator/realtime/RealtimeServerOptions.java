package dev.earshot.simulator.realtime;

import dev.earshot.simulator.faults.FaultWords;
import dev.earshot.simulator.speech.SpeechEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** What the command line and, where it says nothing, the environment ask of {@link RealtimeServerMain}. */
final class RealtimeServerOptions {

    static final String HELP =
            """
            The local realtime server: the GA realtime protocol on a real socket, hearing with a recogniser on this machine.

              scripts/realtime [options]

              --host ADDRESS         to listen on (127.0.0.1)
              --port PORT            (8090; 0 takes any)
              --engine ENGINE        auto, vosk, or script, which knows only the recordings in speech/ (auto)
              --vendor VENDOR        openai or azure: path, refusals and small things (openai)
              --key KEY              that clients must show (any)
              --models A,B           that there are, or deployments (any name is one)
              --transcription-models A,B   the same for transcription; others end with DeploymentNotFound
              --session-duration T   what expires_at says, and what is held to (60m)
              --expiry HOW           close, or error: an error event before the close (close)
              --response-time T      what an answer takes to think of (150ms)
              --fault RULE           does this wrong on purpose; may be given often
              --faults FILE          rules from a file, one a line, # for comments
              --seed N               of what the rules leave to chance (any; it is logged)
              --exit-with-parent     ends when standard input does
              --help

            Times are written 500ms, 2s or 1m. Instead of --name there is EARSHOT_LOCAL_REALTIME_NAME, in which _ stands for -,
            and EARSHOT_LOCAL_REALTIME_FAULTS holds rules between semicolons. A rule is [SESSIONS:] WHAT [WHEN]:

              session 2: reset after 3200ms of audio             every 3 sessions: refuse 503 retry-after 2s
              10% of sessions: silence at speech_started         error insufficient_quota close 4000 before created
              delay updated by 800ms                             distort updated audio.input.turn_detection.threshold
              fail 20% of transcription                          reorder completions

            docs/local-realtime.md has the whole language.
            """;

    private static final String DEFAULT_MODEL = "target/speech-model/vosk-model-en.aar";
    private static final Set<String> FLAGS = Set.of("exit-with-parent", "help");
    private static final Set<String> NAMES = Set.of(
            "host",
            "port",
            "engine",
            "vendor",
            "key",
            "models",
            "transcription-models",
            "session-duration",
            "expiry",
            "response-time",
            "faults",
            "seed");

    private final Map<String, String> env;
    private final Map<String, String> given = new TreeMap<>();
    private final List<String> rules = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();

    /** @throws IllegalArgumentException for an argument that there is not */
    RealtimeServerOptions(Map<String, String> env, List<String> args) {
        this.env = env;
        for (int at = 0; at < args.size(); at++) {
            String[] parts = args.get(at).split("=", 2);
            String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            if (FLAGS.contains(name) && parts.length == 1) {
                flags.add(name);
            } else if (!NAMES.contains(name) && !name.equals("fault")) {
                throw new IllegalArgumentException("no option '" + args.get(at) + "'; --help lists what there is");
            } else if (parts.length == 1 && at + 1 == args.size()) {
                throw new IllegalArgumentException("--" + name + " needs a value");
            } else {
                take(name, parts.length == 2 ? parts[1] : args.get(++at));
            }
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    String engine() {
        return get("engine", "auto");
    }

    Path speechModel() {
        return Path.of(environment("EARSHOT_SPEECH_MODEL").orElse(DEFAULT_MODEL));
    }

    Path cache() {
        return Path.of(environment("XDG_CACHE_HOME").orElse(System.getProperty("user.home") + "/.cache"), "earshot");
    }

    /** Folders with recordings that are known. */
    List<Path> scripts() {
        String folders = environment("EARSHOT_LOCAL_REALTIME_SCRIPTS").orElse("speech");
        return Arrays.stream(folders.split(File.pathSeparator)).map(Path::of).toList();
    }

    /** @throws IllegalArgumentException for a value that makes no sense */
    RealtimeServerSettings settings(SpeechEngine engine) {
        RealtimeServerSettings settings = RealtimeServerSettings.with(engine)
                .at(get("host", "127.0.0.1"), number("port", get("port", "8090"), 65_535))
                .like(choice("vendor", Vendor.OPENAI, Map.of("openai", Vendor.OPENAI, "azure", Vendor.AZURE)))
                .withKey(get("key", ""))
                .withModels(names("models"))
                .withTranscriptionModels(names("transcription-models"))
                .withSessionDuration(duration("session-duration", "60m"))
                .withResponseTime(duration("response-time", "150ms"));
        return choice("expiry", false, Map.of("close", false, "error", true)) ? settings.tellingExpiry() : settings;
    }

    /** @throws IllegalArgumentException for a rule that makes no sense, or a file that cannot be read */
    Faults faults() {
        Faults faults = Faults.parse(Optional.ofNullable(given.get("faults"))
                .map(RealtimeServerOptions::read)
                .or(() -> environment("EARSHOT_LOCAL_REALTIME_FAULTS"))
                .orElse(""));
        String seed = get("seed", "" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        return faults.and(Faults.of(rules.toArray(String[]::new))).seeded(number("seed", seed, Integer.MAX_VALUE));
    }

    private void take(String name, String value) {
        if (name.equals("fault")) {
            rules.add(value);
        } else {
            given.put(name, value);
        }
    }

    private String get(String name, String orElse) {
        String variable =
                "EARSHOT_LOCAL_REALTIME_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Optional.ofNullable(given.get(name))
                .or(() -> environment(variable))
                .orElse(orElse);
    }

    private Optional<String> environment(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }

    private Set<String> names(String option) {
        return Arrays.stream(get(option, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private Duration duration(String name, String usual) {
        String value = get(name, usual);
        try {
            return new FaultWords(value, value).duration();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--" + name + ": '" + value + "' is no time; write 500ms, 2s or 1m", e);
        }
    }

    private <T> T choice(String name, T usual, Map<String, T> choices) {
        String value = get(name, "");
        T chosen = value.isEmpty() ? usual : choices.get(value);
        if (chosen == null) {
            throw new IllegalArgumentException(
                    "--" + name + ": '" + value + "' is none of " + String.join(", ", new TreeMap<>(choices).keySet()));
        }
        return chosen;
    }

    private static int number(String name, String value, int most) {
        if (value.matches("\\d{1,10}") && Long.parseLong(value) <= most) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException("--" + name + ": '" + value + "' is no number from 0 to " + most);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("--faults: cannot read " + file, e);
        }
    }
}
