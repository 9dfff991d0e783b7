package dev.earshot.realtime;

import java.time.Duration;

/**
 * How fast a backlog may be appended: a bucket of samples that fills at a multiple of real time. Live audio never waits
 * in it, because it uses the bucket more slowly than it fills.
 *
 * <p>Fed much faster than real time, a session may lose audio without a word (reported above 4×), so the factor is kept
 * at 3 or less.
 */
final class AppendPace {
    private final double samplesPerNano;
    private final double capacity;
    private double tokens;
    private long filledAtNanos;

    /**
     * @param sampleRate of the track, Hz
     * @param factor multiples of real time
     * @param burst samples that may go at once after a pause
     */
    AppendPace(int sampleRate, double factor, int burst, long nowNanos) {
        this.samplesPerNano = sampleRate * factor / 1e9;
        this.capacity = burst;
        this.tokens = capacity;
        this.filledAtNanos = nowNanos;
    }

    /** Whether {@code samples} may go now; if so, they are taken from the bucket. */
    boolean take(int samples, long nowNanos) {
        fill(nowNanos);
        if (tokens < samples) {
            return false;
        }
        tokens -= samples;
        return true;
    }

    /** How long until {@code samples} may go. */
    Duration wait(int samples, long nowNanos) {
        fill(nowNanos);
        double missing = Math.max(0, Math.min(samples, capacity) - tokens);
        return Duration.ofNanos((long) Math.ceil(missing / samplesPerNano));
    }

    private void fill(long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - filledAtNanos) * samplesPerNano);
        filledAtNanos = nowNanos;
    }
}
