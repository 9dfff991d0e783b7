package dev.earshot.signalr;

/**
 * The other side broke the protocol; the connection cannot go on. The message is for the log: it never quotes what was
 * received.
 */
public final class HubProtocolException extends Exception {

    private final DisconnectCause cause;

    HubProtocolException(DisconnectCause cause, String message) {
        super(message);
        this.cause = cause;
    }

    static HubProtocolException malformed(String message) {
        return new HubProtocolException(DisconnectCause.MALFORMED, message);
    }

    static HubProtocolException tooLarge(int maxRecordBytes) {
        return new HubProtocolException(
                DisconnectCause.TOO_LARGE, "A record is larger than " + maxRecordBytes + " bytes");
    }

    /** What the connection is closed for. */
    public DisconnectCause disconnectCause() {
        return cause;
    }
}
