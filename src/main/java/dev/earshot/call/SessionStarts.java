package dev.earshot.call;

import dev.earshot.realtime.SessionCause;
import java.time.Duration;

/**
 * Keeps the attempts of a whole call apart, whichever of its tracks they are for: while the service refuses one of them it
 * would refuse the others, too. Times are ms on the call clock. Confined to the call's actor.
 */
final class SessionStarts {
    private final Duration apart;
    private SessionCause cause = SessionCause.CONNECT_FAILED;
    private long notBeforeMs = Long.MIN_VALUE;

    /** @param apart attempts that follow a failure are never closer to each other */
    SessionStarts(Duration apart) {
        this.apart = apart;
    }

    /** How long the next attempt has to wait. */
    Duration delay(long nowMs) {
        return nowMs >= notBeforeMs ? Duration.ZERO : Duration.ofMillis(notBeforeMs - nowMs);
    }

    /** Why it has to. */
    SessionCause cause() {
        return cause;
    }

    void onStarted(boolean afterFailure, long nowMs) {
        if (afterFailure) {
            notBefore(nowMs + apart.toMillis());
        }
    }

    /** The service let none of ours in. */
    void onRefused(SessionCause why, Duration delay, long nowMs) {
        cause = why;
        notBefore(nowMs + delay.toMillis());
    }

    private void notBefore(long ms) {
        notBeforeMs = Math.max(notBeforeMs, ms);
    }
}
