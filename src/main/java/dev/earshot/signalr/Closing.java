package dev.earshot.signalr;

/** The last record is queued; what is queued goes out, and the client has a moment to end the socket itself. */
record Closing(ConnectionContext context, DisconnectCause cause) implements ConnectionState {

    @Override
    public ConnectionState onCloseTimeout() {
        return new Closed(context, cause);
    }

    @Override
    public ConnectionState onSocketEnded() {
        return new Closed(context, cause);
    }
}
