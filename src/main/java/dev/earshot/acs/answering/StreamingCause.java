package dev.earshot.acs.answering;

import dev.earshot.acs.answering.CallbackEvent.StreamingFailed;

/**
 * Why the platform sends no media. The wire name is at once log value, metric tag and what the console is told. Source:
 * the values of {@code mediaStreamingStatusDetails} and the sub-codes that ACS documents for media streaming.
 */
enum StreamingCause {
    /** The platform could not open our socket. */
    SOCKET_NOT_OPENED("socketNotOpened", true),
    /** The platform lost our socket, and did not get it back. */
    SOCKET_LOST("socketLost", true),
    STREAMING_CANCELED("streamingCanceled", true),
    /** Another media action was under way. */
    ACTION_IN_THE_WAY("actionInTheWay", true),
    /** The call is in no state for it, or no longer. */
    CALL_NOT_READY("callNotReady", true),
    THROTTLED("throttled", true),
    SERVICE_TIMEOUT("serviceTimeout", true),
    SERVICE_SHUTDOWN("serviceShutdown", true),
    /** We refused the platform's identity, or it ours. */
    NOT_AUTHENTICATED("notAuthenticated", false),
    /** The platform was not told of a socket, or of something that is none. */
    NO_SOCKET_NAMED("noSocketNamed", false),
    /** Whatever else, which is what 8603 says too. */
    STREAMING_FAILED("streamingFailed", true);

    private final String wireName;
    private final boolean worthAnotherTry;

    StreamingCause(String wireName, boolean worthAnotherTry) {
        this.wireName = wireName;
        this.worthAnotherTry = worthAnotherTry;
    }

    String wireName() {
        return wireName;
    }

    boolean worthAnotherTry() {
        return worthAnotherTry;
    }

    /** The details say more than the sub-code, where they are known. */
    static StreamingCause of(StreamingFailed failed) {
        return switch (failed.details()) {
            case "initialWebSocketConnectionFailed" -> SOCKET_NOT_OPENED;
            case "streamConnectionInterrupted", "streamConnectionUnsuccessful" -> SOCKET_LOST;
            case "tooManyRequests" -> THROTTLED;
            case "serviceTimeout" -> SERVICE_TIMEOUT;
            case "serviceShutdown" -> SERVICE_SHUTDOWN;
            case "authenticationFailure", "forbidden" -> NOT_AUTHENTICATED;
            case "streamUrlMissing", "badRequest" -> NO_SOCKET_NAMED;
            default -> ofSubCode(failed.result().subCode());
        };
    }

    private static StreamingCause ofSubCode(int subCode) {
        return switch (subCode) {
            case 8581 -> SOCKET_NOT_OPENED;
            case 8604 -> STREAMING_CANCELED;
            case 8583 -> ACTION_IN_THE_WAY;
            case 8501, 8585 -> CALL_NOT_READY;
            case 8516, 8529, 8530 -> THROTTLED;
            case 7504, 7507, 7509 -> NOT_AUTHENTICATED;
            default -> STREAMING_FAILED;
        };
    }
}
