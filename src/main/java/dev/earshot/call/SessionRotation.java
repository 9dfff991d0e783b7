package dev.earshot.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session makes way for the next, before the service ends it.
 *
 * @param margin so long before its end the next session is opened; half of a short life at most
 * @param latest so long before its end the next session takes over without waiting for a pause any longer; a quarter of a
 *     short life at most
 * @param finish how long a session that was followed is kept for an answer that the coach awaits
 */
public record SessionRotation(Duration margin, Duration latest, Duration finish) {

    /** A shorter life is not worth the effort: the session that follows an expired one does as well, and backs off. */
    private static final Duration SHORTEST = Duration.ofSeconds(8);

    /**
     * The two moments of one session, on the call clock in ms.
     *
     * @param dueMs when the next session is opened
     * @param latestMs when it takes over at the latest
     */
    record Schedule(long dueMs, long latestMs) {
        static final Schedule NEVER = new Schedule(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** @param life what is left of the session's, null where that is not known */
    Schedule schedule(@Nullable Duration life, long nowMs) {
        if (life == null || life.compareTo(SHORTEST) < 0) {
            return Schedule.NEVER;
        }
        long left = life.toMillis();
        return new Schedule(
                nowMs + left - Math.min(margin.toMillis(), left / 2),
                nowMs + left - Math.min(latest.toMillis(), left / 4));
    }
}
