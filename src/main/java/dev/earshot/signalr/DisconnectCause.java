package dev.earshot.signalr;

/** Why a connection ended. */
public enum DisconnectCause {
    /** The client said goodbye. */
    CLIENT_CLOSED("clientClosed"),
    /** The socket ended without a goodbye. */
    CONNECTION_LOST("connectionLost"),
    /** Nothing came from a client that had begun to ping. */
    CLIENT_TIMEOUT("clientTimeout"),
    /** The handshake did not come in time. */
    HANDSHAKE_TIMEOUT("handshakeTimeout"),
    /** The handshake asked for something that does not exist, or was no handshake. */
    HANDSHAKE_REFUSED("handshakeRefused"),
    /** A record that is not a hub message. */
    MALFORMED("malformed"),
    /** A record above the size limit. */
    TOO_LARGE("tooLarge"),
    /** More invocations than may wait for their turn. */
    TOO_MANY_INVOCATIONS("tooManyInvocations"),
    /** The client does not read what it asked for. */
    SLOW_READER("slowReader"),
    /** The application closed the connection. */
    APPLICATION("application"),
    /** The server is going away. */
    DRAINED("drained");

    private final String wireName;

    DisconnectCause(String wireName) {
        this.wireName = wireName;
    }

    /** As it is spelled in logs and metrics. */
    public String wireName() {
        return wireName;
    }
}
