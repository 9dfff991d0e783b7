package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When a session will be ended by the service, by what that said of it last. Confined to its session. */
final class SessionExpiry {

    /** The service's clock and ours differ; a session that ends so shortly before its time has come of age. */
    private static final Duration NEARLY = Duration.ofSeconds(30);

    private final LongSupplier wallMillis;
    private @Nullable Duration life;
    private long livesUntilMillis = Long.MAX_VALUE;

    /** @param wallMillis our wall clock, ms since 1970 */
    SessionExpiry(LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
    }

    /**
     * The service has described the session. One that says nothing of its end has not taken back what it said before.
     *
     * @return false where what it says cannot be
     */
    boolean onTold(JsonNode session) {
        if (!SessionLife.told(session)) {
            return true;
        }
        long now = wallMillis.getAsLong();
        life = SessionLife.left(session, now);
        livesUntilMillis = life == null ? Long.MAX_VALUE : now + life.toMillis();
        return life != null;
    }

    /** What was left when it was told last; null where that is not known. */
    @Nullable
    Duration life() {
        return life;
    }

    /** Whether a session that ends now has lived for as long as it was given: some services close without a word on why. */
    boolean cameOfAge() {
        return wallMillis.getAsLong() >= livesUntilMillis - NEARLY.toMillis();
    }
}
