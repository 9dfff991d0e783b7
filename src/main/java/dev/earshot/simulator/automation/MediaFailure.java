package dev.earshot.simulator.automation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.AcsCaller;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code MediaStreamingFailed} says, in the words of the platform: code and sub-code of its result, and the details of the
 * streaming itself.
 */
record MediaFailure(int code, int subCode, String message, String details) {

    private static final String NOT_OPENED =
            "Action failed, Transport url is not valid or web socket server is not operational.";

    /** As it is told to fail. */
    static MediaFailure told(int subCode) {
        return new MediaFailure(400, subCode, NOT_OPENED, "unspecifiedError");
    }

    /** The line that was open broke, or the server closed it. */
    static MediaFailure interrupted() {
        return new MediaFailure(
                500, 8603, "Action failed, the media stream was interrupted.", "streamConnectionInterrupted");
    }

    /** The line could not be opened. */
    static MediaFailure notOpened(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AcsCaller.NotTaken notTaken && notTaken.unauthorized()
                ? new MediaFailure(401, 8581, NOT_OPENED, "authenticationFailure")
                : new MediaFailure(400, 8581, NOT_OPENED, "initialWebSocketConnectionFailed");
    }

    ObjectNode in(ObjectNode callback) {
        return PlatformJson.withMedia(
                PlatformJson.withResult(callback, code, subCode, message), "mediaStreamingFailed", details);
    }
}
