package dev.earshot.sockets;

/** Why a WebSocket was broken off; where it was is of no use to anybody, so there is no stack. */
public final class SocketFailure extends Exception {

    /** What kind of failure. */
    public enum Kind {
        /** The connection ended without a close frame. */
        NO_CLOSE_FRAME,
        /** Nothing came for longer than a live peer is silent, not even an answer to a ping. */
        SILENT_PEER,
        /** What we send has been waiting for too long. */
        PEER_TAKES_NOTHING,
        /** A message was larger than allowed. */
        MESSAGE_TOO_LARGE,
        /** More came, in messages or bytes, than is taken. */
        TOO_MUCH,
        /** What came is not the WebSocket protocol. */
        PROTOCOL_VIOLATION
    }

    private final Kind kind;

    /** @param message one line for a log */
    public SocketFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** What kind of failure. */
    public Kind kind() {
        return kind;
    }
}
