package dev.earshot.signalr;

/**
 * The socket ended without a goodbye, and the client may come back on another one. The application sees an open connection:
 * what it sends is kept, and methods under way go on.
 */
record Away(Open open) implements ConnectionState {

    @Override
    public ConnectionState onSocketOpened(SocketQueue socket) {
        open.context().owner().endsWaiting();
        return open.resumed(socket);
    }

    @Override
    public ConnectionState onInvocationFinished(HubConnectionActor.InvocationFinished finished) {
        open.onInvocationFinished(finished);
        return this;
    }

    @Override
    public ConnectionState onStreamFinished(HubConnectionActor.StreamFinished finished) {
        open.onStreamFinished(finished);
        return this;
    }

    @Override
    public ConnectionState onCloseRequested(HubConnectionActor.CloseRequested request) {
        return over(request.cause());
    }

    @Override
    public ConnectionState onAwayTimeout() {
        return over(DisconnectCause.CONNECTION_LOST);
    }

    @Override
    public ConnectionState onOverflow() {
        return over(DisconnectCause.SLOW_READER);
    }

    @Override
    public ConnectionState onSocketEnded() {
        return this;
    }

    @Override
    public void onStopped() {
        open.context().owner().endsWaiting();
        open.onStopped();
    }

    private ConnectionState over(DisconnectCause cause) {
        open.context().owner().endsWaiting();
        return open.gone(cause);
    }
}
