package dev.earshot.call;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next session follows one that failed: soon at first, then ever later, never all calls at the same instant.
 *
 * @param min before the first retry
 * @param max no retry is later than this, jitter aside
 * @param jitter share by which a delay may be longer, 0..1
 * @param stableAfter a session that was ready for this long starts the count anew, and so does one that has brought an
 *     utterance to its end
 * @param maxHandshakes sessions in a row that may miss their handshake before the track is given up
 */
public record SessionBackoff(Duration min, Duration max, double jitter, Duration stableAfter, int maxHandshakes) {
    private static final int MAX_DOUBLINGS = 20;

    /** @param failures in a row, from 1 */
    Duration delay(int failures, RandomGenerator random) {
        long doubled = min.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long bounded = Math.min(doubled, max.toMillis());
        return Duration.ofMillis(Math.round(bounded * (1 + jitter * random.nextDouble())));
    }
}
