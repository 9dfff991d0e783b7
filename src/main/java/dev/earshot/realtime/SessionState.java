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

        Configuring onSessionCreated(ServerEvent.SessionCreated created, JsonNode asked) {
            return new Configuring(created.sessionId(), created.session(), asked, "");
        }
    }

    /**
     * {@code asked} has been sent and waits for its acknowledgement.
     *
     * @param initial the session as it was created
     * @param differences what an acknowledgement that said nothing new would not have granted; empty before there was one
     */
    record Configuring(String sessionId, JsonNode initial, JsonNode asked, String differences) implements Live {
        @Override
        public String wireName() {
            return "configuring";
        }

        /**
         * The one way to be ready is an acknowledgement that grants all that was asked. One that repeats the session as it
         * was created may not be meant for us: what we asked for may still be granted.
         */
        SessionState onSessionUpdated(JsonNode acknowledged) {
            List<String> differences = Acknowledgement.differences(asked, acknowledged);
            if (differences.isEmpty()) {
                return new Ready(sessionId);
            }
            String told = String.join("; ", differences);
            return acknowledged.equals(initial)
                    ? new Configuring(sessionId, initial, asked, told)
                    : onEnded(SessionCause.CONFIGURATION_MISMATCH, told);
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

        Retiring onRetire() {
            return new Retiring(sessionId);
        }
    }

    /**
     * The gate is closed for good; what was heard before is still brought to an end.
     *
     * @param sessionId as the service calls it
     */
    record Retiring(String sessionId) implements Live {
        @Override
        public String wireName() {
            return "retiring";
        }
    }

    record Closed(SessionCause cause, String detail) implements SessionState {
        @Override
        public String wireName() {
            return "closed";
        }
    }
}
