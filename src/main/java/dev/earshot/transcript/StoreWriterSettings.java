package dev.earshot.transcript;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Sizes and patience of a call's writer.
 *
 * @param batchEvents events in a batch, 1 to 10,000
 * @param batchChars of JSON in a batch
 * @param minBackoff before the first retry; doubles with each
 * @param spillAfter how long a store may be away at least before the log goes to disk, and half of the longest; one of an
 *     ended call goes at once
 * @param giveUpAfter how long a call that has ended waits for a store that is away, where the disk takes nothing
 */
public record StoreWriterSettings(
        int batchEvents,
        long batchChars,
        Duration minBackoff,
        Duration maxBackoff,
        Duration spillAfter,
        Duration giveUpAfter) {

    public static final StoreWriterSettings DEFAULT = spillingAfter(Duration.ofSeconds(2));

    public StoreWriterSettings {
        if (batchEvents < 1 || batchEvents > 10_000) {
            throw new IllegalArgumentException("batchEvents must be 1 to 10000: " + batchEvents);
        }
        if (batchChars < 1) {
            throw new IllegalArgumentException("batchChars must be positive: " + batchChars);
        }
        if (minBackoff.isZero() || minBackoff.isNegative() || maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException("backoff must be positive and in order: " + minBackoff);
        }
        if (spillAfter.isNegative() || giveUpAfter.isZero() || giveUpAfter.isNegative()) {
            throw new IllegalArgumentException("patience must be positive: " + spillAfter + ", " + giveUpAfter);
        }
    }

    /** The usual ones. */
    public static StoreWriterSettings spillingAfter(Duration spillAfter) {
        return new StoreWriterSettings(
                200, 512 * 1024, Duration.ofMillis(200), Duration.ofSeconds(10), spillAfter, Duration.ofMinutes(10));
    }

    /** Doubles with each failure; the upper half of it is left to chance, so that calls do not return all at once. */
    Duration retryDelay(int failures, RandomGenerator random) {
        long doubled = minBackoff.toMillis() << Math.min(Math.max(failures - 1, 0), 20);
        long full = Math.min(doubled, maxBackoff.toMillis());
        return upTo(full / 2, full, random);
    }

    /** Once to twice {@code spillAfter}: hundreds of files that are begun at once would be heard in the audio beside them. */
    Duration spillDelay(RandomGenerator random) {
        long shortest = spillAfter.toMillis();
        return upTo(shortest, 2 * shortest, random);
    }

    private static Duration upTo(long shortestMs, long longestMs, RandomGenerator random) {
        return Duration.ofMillis(shortestMs + (long) (random.nextDouble() * (longestMs - shortestMs)));
    }
}
