package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** See {@link RealtimeSessionActor}, which draws the diagram. A transition exists only on the state that has it. */
sealed interface SessionState {

    /** The name that logs and the console use. */
    String wireName();

    /** Every state but the last may end, for any cause. */
    sealed interface Live extends SessionState {
        default Closed onEnded(SessionCause cause, String detail) {
            return new Closed(cause, detail);
        }
    }

    /** No word from the service yet, connected or not. */
    record Connecting() implements Live {
        @Override
        public String wireName() {
            return "connecting";
        }

        Configuring onSessionCreated(String sessionId, JsonNode asked) {
            return new Configuring(sessionId, asked);
        }
    }

    /** {@code asked} has been sent and waits for its acknowledgement. */
    record Configuring(String sessionId, JsonNode asked) implements Live {
        @Override
        public String wireName() {
            return "configuring";
        }

        /** The one way to be ready is an acknowledgement that grants all that was asked. */
        SessionState onSessionUpdated(JsonNode acknowledged) {
            List<String> differences = Acknowledgement.differences(asked, acknowledged);
            return differences.isEmpty()
                    ? new Ready(sessionId)
                    : onEnded(SessionCause.CONFIGURATION_MISMATCH, String.join("; ", differences));
        }
    }

    /**
     * The gate may open.
     *
     * @param sessionId as the service calls it
     */
    record Ready(String sessionId) implements Live {
        @Override
        public String wireName() {
            return "ready";
        }
    }

    record Closed(SessionCause cause, String detail) implements SessionState {
        @Override
        public String wireName() {
            return "closed";
        }
    }
}
