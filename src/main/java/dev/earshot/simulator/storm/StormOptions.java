package dev.earshot.simulator.storm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How hard it blows.
 *
 * @param seconds of conversation
 * @param seed of the first run; each further one has the next
 * @param runs one after another
 * @param killEvery between two kills on the average: half as long at least, half as long again at most; zero for none
 * @param handshake the most that a handshake is delayed
 * @param rotateEvery about how often a session is followed by the next before it expires; zero for never
 */
public record StormOptions(
        int seconds, long seed, int runs, Duration killEvery, Duration handshake, Duration rotateEvery) {

    /** Several minutes, a kill every few seconds, handshakes that are up to 3 s late. */
    public static final StormOptions USUAL =
            new StormOptions(300, 1, 1, Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ZERO);

    public static final String HELP =
            """
            Starts Earshot and a local realtime server, and places a call between two people while sessions are killed at
            seeded instants. Every sentence must be final once and in order, and the books must balance.

              scripts/storm [options]

              --seconds N         of conversation (300; 20 to 3600)
              --seed N            of the kills and delays (1)
              --runs N            one after another, each with the next seed (1; at most 20)
              --kill-every S      seconds between two kills on the average; 0 for none (5)
              --handshake-ms N    the most that a handshake is delayed (3000; at most 8000)
              --rotate-every S    about how often sessions are rotated; 0 for never, else 8 at least (0)
              --help              says this

            Exits with 0 where all is well, 1 where a sentence was lost, doubled or out of order, or the books do not balance,
            2 for wrong options.
            """;

    /**
     * Reads the command line. A value may follow its option or an equals sign.
     *
     * @throws IllegalArgumentException with one line for who typed it
     */
    public static StormOptions parse(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>();
        arguments.forEach(argument -> rest.addAll(List.of(argument.split("=", 2))));
        StormOptions options = USUAL;
        while (!rest.isEmpty()) {
            options = options.with(rest.remove(), rest);
        }
        return options;
    }

    private StormOptions with(String option, Deque<String> rest) {
        return switch (option) {
            case "--seconds" ->
                new StormOptions((int) number(option, rest, 20, 3_600), seed, runs, killEvery, handshake, rotateEvery);
            case "--seed" -> withSeed(number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE));
            case "--runs" ->
                new StormOptions(seconds, seed, (int) number(option, rest, 1, 20), killEvery, handshake, rotateEvery);
            case "--kill-every" ->
                new StormOptions(
                        seconds, seed, runs, Duration.ofSeconds(number(option, rest, 0, 600)), handshake, rotateEvery);
            case "--handshake-ms" ->
                new StormOptions(
                        seconds, seed, runs, killEvery, Duration.ofMillis(number(option, rest, 0, 8_000)), rotateEvery);
            case "--rotate-every" -> withRotation(Duration.ofSeconds(rotation(option, rest)));
            default -> throw new IllegalArgumentException("unknown option '" + option + "'; see --help");
        };
    }

    public StormOptions withSeed(long other) {
        return new StormOptions(seconds, other, runs, killEvery, handshake, rotateEvery);
    }

    public StormOptions withRotation(Duration every) {
        return new StormOptions(seconds, seed, runs, killEvery, handshake, every);
    }

    public StormOptions withSeconds(int other) {
        return new StormOptions(other, seed, runs, killEvery, handshake, rotateEvery);
    }

    /** A session takes over from one that has lived for half to three quarters of its time. */
    public Duration sessionLife() {
        return rotateEvery.isZero()
                ? Duration.ofHours(1)
                : rotateEvery.multipliedBy(3).dividedBy(2);
    }

    private static long rotation(String option, Deque<String> rest) {
        long seconds = number(option, rest, 0, 600);
        if (seconds > 0 && seconds < 8) {
            throw refused(option, Long.toString(seconds), "0, or 8 to 600");
        }
        return seconds;
    }

    private static long number(String option, Deque<String> rest, long min, long max) {
        String value = rest.isEmpty() ? "" : rest.remove();
        String allowed = "a whole number from " + min + " to " + max;
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(option, value, allowed);
        }
        throw refused(option, value, allowed);
    }

    private static IllegalArgumentException refused(String option, String value, String allowed) {
        return new IllegalArgumentException(option + " is '" + value + "'; allowed: " + allowed);
    }
}
