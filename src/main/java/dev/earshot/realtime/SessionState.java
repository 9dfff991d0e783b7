package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
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

    /** Our configuration is not the session's yet: what the service finds wrong now is the end of it. */
    sealed interface Handshaking extends Live {

        /** It has taken too long: {@code after} in all. */
        Closed onTimeout(Duration after);

        Closed onFailed(ServerEvent.Failed failed);
    }

    /** Our configuration is the session's. */
    sealed interface Confirmed extends Live {

        /** Where {@code answerOnly} the service fails an answer: being too busy for that, it is not for the session. */
        default SessionState onFailed(ServerEvent.Failed failed, boolean answerOnly) {
            SessionCause cause = SessionCause.ofError(failed.code());
            return cause == null || (answerOnly && cause == SessionCause.RATE_LIMITED)
                    ? this
                    : onEnded(cause, CloseDetail.ofError(failed));
        }
    }

    /**
     * No word from the service yet.
     *
     * @param connected whether it has taken the connection
     */
    record Connecting(boolean connected) implements Handshaking {
        Connecting onConnected() {
            return new Connecting(true);
        }

        @Override
        public Closed onTimeout(Duration after) {
            return connected
                    ? onEnded(SessionCause.HANDSHAKE_TIMEOUT, wireName() + " for " + after)
                    : onEnded(SessionCause.CONNECT_FAILED, "no answer for " + after);
        }

        @Override
        public Closed onFailed(ServerEvent.Failed failed) {
            SessionCause cause = SessionCause.ofEarlyError(failed.code());
            return onEnded(cause, CloseDetail.ofHandshakeError(cause, failed));
        }

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
    record Configuring(String sessionId, JsonNode initial, JsonNode asked, String differences) implements Handshaking {
        @Override
        public String wireName() {
            return "configuring";
        }

        @Override
        public Closed onTimeout(Duration after) {
            return differences.isEmpty()
                    ? onEnded(SessionCause.HANDSHAKE_TIMEOUT, wireName() + " for " + after)
                    : onEnded(SessionCause.CONFIGURATION_MISMATCH, differences);
        }

        @Override
        public Closed onFailed(ServerEvent.Failed failed) {
            SessionCause cause = SessionCause.ofHandshakeError(failed.code(), failed.type());
            return onEnded(cause, CloseDetail.ofHandshakeError(cause, failed));
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
    record Ready(String sessionId) implements Confirmed {
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
    record Retiring(String sessionId) implements Confirmed {
        @Override
        public String wireName() {
            return "retiring";
        }
    }

    /** The session is over; {@code detail} is what is known beside the cause, and never long. */
    record Closed(SessionCause cause, String detail) implements SessionState {
        public Closed {
            detail = CloseDetail.bounded(detail);
        }

        @Override
        public String wireName() {
            return "closed";
        }
    }
}
