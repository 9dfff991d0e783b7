package dev.earshot.ingress;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The media source's clock as seen from the call: its first timestamp is the moment it arrived, the others follow from
 * it. Guarded by its call's audio.
 */
final class MediaClock {

    /** No sane time on the call clock. */
    static final long UNKNOWN = -1;

    /** A timestamp that did arrive, but is none. */
    static final long INSANE = -2;

    /** Before this a clock was never set: the default of a date type rather than a time. */
    private static final long EARLIEST_MICROS =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond() * 1_000_000;

    private static final long LONGEST_CALL_MICROS = Duration.ofHours(24).toMillis() * 1_000;

    private final LongSupplier callClockMs;
    private boolean anchored;
    private boolean unproven;
    private long firstMicros;
    private long anchorMicros;

    MediaClock(LongSupplier callClockMs) {
        this.callClockMs = callClockMs;
    }

    /** Another socket has come: whether its timestamps go on from those before is to be seen. */
    void onSocket() {
        unproven = anchored;
    }

    /** Whether that has not been seen yet. */
    boolean unproven() {
        return unproven;
    }

    /** They do. */
    void onProven() {
        unproven = false;
    }

    /** They do not: this one is the moment at which it arrived. False for one that is none. */
    boolean restart(long timestampMicros) {
        if (timestampMicros < EARLIEST_MICROS) {
            return false;
        }
        unproven = false;
        anchor(timestampMicros);
        return true;
    }

    private void anchor(long timestampMicros) {
        anchored = true;
        firstMicros = timestampMicros;
        anchorMicros = callClockMs.getAsLong() * 1_000;
    }

    /** The call clock's µs at the source's {@code timestampMicros}, or {@link #UNKNOWN}, or {@link #INSANE}. */
    long callMicros(long timestampMicros) {
        if (timestampMicros == MediaPort.NO_TIMESTAMP) {
            return UNKNOWN;
        }
        if (timestampMicros < EARLIEST_MICROS) {
            return INSANE;
        }
        if (!anchored) {
            anchor(timestampMicros);
        }
        long sinceFirst = timestampMicros - firstMicros;
        long micros = anchorMicros + sinceFirst;
        return micros < 0 || sinceFirst > LONGEST_CALL_MICROS ? INSANE : micros;
    }
}
