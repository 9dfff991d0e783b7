package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a session has to live, by what the service says of it. */
final class SessionLife {

    /** More than any service grants: then its clock or ours is wrong, and what follows from them would be, too. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private SessionLife() {}

    /**
     * What is left of the session's life.
     *
     * @param session the {@code session} of a {@code session.created} or {@code session.updated}, just received
     * @param wallMillis our wall clock, ms since 1970
     * @return null where the service does not say, or says what cannot be
     */
    static @Nullable Duration left(JsonNode session, long wallMillis) {
        JsonNode expiresAt = session.path("expires_at");
        if (!expiresAt.isNumber()) {
            return null;
        }
        double millis = expiresAt.doubleValue() * 1000 - wallMillis;
        return millis > 0 && millis <= LONGEST.toMillis() ? Duration.ofMillis((long) millis) : null;
    }

    /** Whether the service says when the session ends. */
    static boolean told(JsonNode session) {
        return session.path("expires_at").isNumber();
    }
}
