package dev.earshot.simulator.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param calls at the same time, or to begin with where the most is looked for
 * @param seconds of the measuring window
 * @param warmUpSeconds between the last call's opening and the window
 * @param json where to write the figures, or null
 * @param findMax look for the most calls
 * @param relay measure the relay instead of Earshot
 * @param serverCpus processors for the server as {@code taskset} lists them, or null for all
 * @param benchCpus the same for this process
 * @param handshakeMs from {@code session.update} to {@code session.updated}
 * @param killPerSecond realtime sessions that are reset each second of the window
 * @param redisUrl for the server
 */
record BenchOptions(
        int calls,
        int seconds,
        int warmUpSeconds,
        @Nullable Path json,
        boolean findMax,
        boolean relay,
        @Nullable String serverCpus,
        @Nullable String benchCpus,
        int handshakeMs,
        double killPerSecond,
        String redisUrl) {

    static final int MAX_CALLS = 5_000;
    static final int MAX_SECONDS = 900;
    private static final int MAX_WARM_UP_SECONDS = 300;

    /** Earshot gives a handshake up after 10 s. */
    private static final int MAX_HANDSHAKE_MS = 9_000;

    private static final int MAX_KILLS = 1_000;
    private static final int SECONDS = 15;
    private static final int SECONDS_OF_A_STEP = 10;

    static final String HELP =
            """
            Starts Earshot, places calls, and measures from outside what arrives at the model, when, and at what cost.

              scripts/bench [options]

              --calls N            calls at the same time (100; at most 5000); with --find-max, to begin with
              --seconds T          of measuring (15; with --find-max 10 for each step; at most 900)
              --warmup W           seconds before that, with all calls under way (8; at most 300)
              --json FILE          writes the figures there, too
              --find-max           looks for the most calls with p99 of at most 20 ms and nothing lost
              --relay              measures a relay that copies and does nothing, instead of Earshot
              --handshake-ms D     the model confirms a session that late (0; at most 9000)
              --kill-per-second R  resets that many sessions a second (0; at most 1000)
              --redis URL          as EARSHOT_REDIS_URL (none)
              --server-cpu LIST    pins the server to these processors, such as 1 or 0,2-3
              --bench-cpu LIST     pins the callers and the model to these
              --help               says this

            Exits with 0 where every frame arrived, 1 where one did not or the server failed, 2 for wrong options.
            """;

    /**
     * Reads the command line. A value may follow its option or an equals sign.
     *
     * @throws IllegalArgumentException with one line for who typed it
     */
    static BenchOptions parse(List<String> arguments) {
        Parser parser = new Parser(arguments);
        parser.read();
        return parser.options();
    }

    BenchOptions withCalls(int other) {
        return new BenchOptions(
                other,
                seconds,
                warmUpSeconds,
                json,
                findMax,
                relay,
                serverCpus,
                benchCpus,
                handshakeMs,
                killPerSecond,
                redisUrl);
    }

    private static final class Parser {
        private final Deque<String> rest = new ArrayDeque<>();
        private int calls = 100;
        private @Nullable Integer seconds;
        private int warmUpSeconds = 8;
        private @Nullable Path json;
        private boolean findMax;
        private boolean relay;
        private @Nullable String serverCpus;
        private @Nullable String benchCpus;
        private int handshakeMs;
        private double killPerSecond;
        private String redisUrl = "none";

        Parser(List<String> arguments) {
            for (String argument : arguments) {
                int equals = argument.indexOf('=');
                if (argument.startsWith("--") && equals > 0) {
                    rest.add(argument.substring(0, equals));
                    rest.add(argument.substring(equals + 1));
                } else {
                    rest.add(argument);
                }
            }
        }

        void read() {
            while (!rest.isEmpty()) {
                read(rest.remove());
            }
            if (relay && killPerSecond > 0) {
                throw new IllegalArgumentException("--kill-per-second: the relay does not open a session again");
            }
        }

        private void read(String option) {
            switch (option) {
                case "--calls" -> calls = whole(option, 1, MAX_CALLS);
                case "--seconds" -> seconds = whole(option, 1, MAX_SECONDS);
                case "--warmup" -> warmUpSeconds = whole(option, 0, MAX_WARM_UP_SECONDS);
                case "--json" -> json = Path.of(value(option));
                case "--find-max" -> findMax = true;
                case "--relay" -> relay = true;
                case "--handshake-ms" -> handshakeMs = whole(option, 0, MAX_HANDSHAKE_MS);
                case "--kill-per-second" -> killPerSecond = number(option, 0, MAX_KILLS);
                case "--redis" -> redisUrl = value(option);
                case "--server-cpu" -> serverCpus = cpus(option);
                case "--bench-cpu" -> benchCpus = cpus(option);
                default -> throw new IllegalArgumentException("unknown option '" + option + "'; see --help");
            }
        }

        private String value(String option) {
            String value = rest.poll();
            if (value == null || value.isEmpty() || value.startsWith("--")) {
                throw new IllegalArgumentException(option + " needs a value; see --help");
            }
            return value;
        }

        private int whole(String option, int min, int max) {
            String allowed = "a whole number from " + min + " to " + max;
            int value = parsed(option, allowed, Integer::parseInt);
            return within(option, allowed, value, value >= min && value <= max);
        }

        private double number(String option, double min, int max) {
            String allowed = "a number from " + (int) min + " to " + max;
            double value = parsed(option, allowed, Double::parseDouble);
            return within(option, allowed, value, value >= min && value <= max);
        }

        private <T> T parsed(String option, String allowed, Function<String, T> parser) {
            String value = value(option);
            try {
                return parser.apply(value);
            } catch (NumberFormatException e) {
                throw refused(option, value, allowed);
            }
        }

        private static <T> T within(String option, String allowed, T value, boolean isWithin) {
            if (!isWithin) {
                throw refused(option, value, allowed);
            }
            return value;
        }

        private String cpus(String option) {
            String value = value(option);
            String allowed = "processors such as 1 or 0,2-3";
            return within(option, allowed, value, value.matches("\\d{1,4}(-\\d{1,4})?(,\\d{1,4}(-\\d{1,4})?)*"));
        }

        private static IllegalArgumentException refused(String option, Object value, String allowed) {
            return new IllegalArgumentException(option + " is '" + value + "'; allowed: " + allowed);
        }

        BenchOptions options() {
            int window = seconds != null ? seconds : findMax ? SECONDS_OF_A_STEP : SECONDS;
            return new BenchOptions(
                    calls,
                    window,
                    warmUpSeconds,
                    json,
                    findMax,
                    relay,
                    serverCpus,
                    benchCpus,
                    handshakeMs,
                    killPerSecond,
                    redisUrl);
        }
    }
}
