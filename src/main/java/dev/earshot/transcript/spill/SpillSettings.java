package dev.earshot.transcript.spill;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where logs wait on disk, and how.
 *
 * @param directory shared by all processes of a machine that are told so; each has a room of its own in it
 * @param maxBytes of this process's files
 * @param maxCallBytes of one call's file
 * @param syncEvery how often what was written is brought to the disk itself. Until then it outlives the process, but not
 *     the machine. A call that has ended waits for it
 * @param keepRefused how long a log is kept that the store refused for good
 * @param drain how files go into the store
 */
public record SpillSettings(
        Path directory, long maxBytes, long maxCallBytes, Duration syncEvery, Duration keepRefused, Drain drain) {

    public SpillSettings {
        if (maxBytes < 1 || maxCallBytes < 1) {
            throw new IllegalArgumentException("bounds must be positive: " + maxBytes + ", " + maxCallBytes);
        }
        if (syncEvery.toMillis() < 1) {
            throw new IllegalArgumentException("syncEvery must be positive: " + syncEvery);
        }
    }

    /** As they are by default. */
    public static SpillSettings in(Path directory) {
        return new SpillSettings(
                directory, 1L << 30, 64L << 20, Duration.ofSeconds(1), Duration.ofDays(7), Drain.DEFAULT);
    }

    /**
     * How files go into the store.
     *
     * @param batchEvents events in a batch
     * @param batchBytes in a batch; one event is given however long it is
     * @param atOnce files at once
     * @param minBackoff after a failure; doubles with each
     */
    public record Drain(int batchEvents, long batchBytes, int atOnce, Duration minBackoff, Duration maxBackoff) {
        public static final Drain DEFAULT =
                new Drain(200, 512 * 1024, 4, Duration.ofMillis(200), Duration.ofSeconds(10));

        Duration backoff(int failures) {
            long doubled = minBackoff.toMillis() << Math.min(Math.max(failures - 1, 0), 20);
            return Duration.ofMillis(Math.min(doubled, maxBackoff.toMillis()));
        }
    }
}
