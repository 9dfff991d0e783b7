package dev.earshot.realtime;

import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.SocketEnd;

/**
 * What is said, beside the cause, about the end of a session. It is logged and shown, so it never holds what the service
 * says about a caller's words or about our key, and it is short.
 */
final class CloseDetail {
    private static final int MAX_CHARS = 200;

    private CloseDetail() {}

    /** What is known of how a connection ended. */
    static String of(ConnectionEnd end) {
        if (end instanceof ConnectionEnd.Told told) {
            return told.detail();
        }
        if (end instanceof ConnectionEnd.Refused refused) {
            return "HTTP status " + refused.status();
        }
        if (end instanceof ConnectionEnd.NoCredential none) {
            return bounded(String.valueOf(none.why().getMessage()));
        }
        if (end instanceof ConnectionEnd.Unreachable unreachable) {
            return of(unreachable.cause());
        }
        return ((ConnectionEnd.Ended) end).how() instanceof SocketEnd.Closed closed
                ? bounded(("close code " + closed.code() + " " + closed.reason()).strip())
                : of(((SocketEnd.Failed) ((ConnectionEnd.Ended) end).how()).cause());
    }

    /** The class says what kind of failure it was; a message may name hosts and ports, never what was said. */
    private static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return bounded(root.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }

    /** Of a configuration there is only ours to quote, unless it is the key that the service does not like. */
    static String ofHandshakeError(SessionCause cause, ServerEvent.Failed failed) {
        return cause == SessionCause.UNAUTHORIZED ? ofError(failed) : bounded(failed.code() + ": " + failed.message());
    }

    /** Of a working session a message may quote what was said in it. */
    static String ofError(ServerEvent.Failed failed) {
        return bounded(failed.code());
    }

    static String bounded(String text) {
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS - 1) + "…";
    }
}
