package dev.earshot.ingress;

import java.time.Duration;

/**
 * How a track's timestamps are held against its samples; {@code docs/time.md} has the rules.
 *
 * @param tolerance a timestamp may be off by so much, and by half of its frame at most
 * @param reorderWindow the frames behind a hole wait until they are more than this; a frame that comes meanwhile is put in its place
 * @param longestGap a longer hole is filled with silence of this length only
 * @param lookBack timestamps are believed to be of the past only so far back; further back the clock was set
 * @param arrivalTolerance where there is no timestamp to go by, a frame that comes later than this has a gap before it
 * @param driftPpm clocks that run apart no faster, in parts per million, are honest
 * @param toldGap shorter gaps are counted, but no event of the call
 * @param heardSilence a session hears so much of a longer silence that was put in, so that what follows is in time
 */
public record TimingSettings(
        Duration tolerance,
        Duration reorderWindow,
        Duration longestGap,
        Duration lookBack,
        Duration arrivalTolerance,
        int driftPpm,
        Duration toldGap,
        Duration heardSilence) {

    public static final TimingSettings DEFAULT = new TimingSettings(
            Duration.ofMillis(10),
            Duration.ofMillis(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            200,
            Duration.ofMillis(60),
            Duration.ofSeconds(2));

    long toleranceMicros() {
        return micros(tolerance);
    }

    long reorderMicros() {
        return micros(reorderWindow);
    }

    long longestGapMicros() {
        return micros(longestGap);
    }

    long lookBackMicros() {
        return micros(lookBack);
    }

    long arrivalMicros() {
        return micros(arrivalTolerance);
    }

    long toldGapMicros() {
        return micros(toldGap);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
