package dev.earshot.signalr;

import org.apache.pekko.util.ByteString;

/** Where a connection is in its life; the diagram is at {@link HubConnectionActor}. An event that means nothing is ignored. */
sealed interface ConnectionState permits AwaitingHandshake, Open, Away, Closing, Closed {

    default ConnectionState onReceived(ByteString bytes) {
        return this;
    }

    default ConnectionState onInvocationFinished(HubConnectionActor.InvocationFinished finished) {
        return this;
    }

    default ConnectionState onStreamFinished(HubConnectionActor.StreamFinished finished) {
        return this;
    }

    default ConnectionState onCloseRequested(HubConnectionActor.CloseRequested request) {
        return this;
    }

    default ConnectionState onHandshakeTimeout() {
        return this;
    }

    default ConnectionState onTick() {
        return this;
    }

    default ConnectionState onOverflow() {
        return this;
    }

    default ConnectionState onAcknowledgementDue() {
        return this;
    }

    default ConnectionState onAwayTimeout() {
        return this;
    }

    /** There is another socket. Where it means nothing, it is not left open. */
    default ConnectionState onSocketOpened(SocketQueue socket) {
        socket.cut();
        return this;
    }

    default ConnectionState onCloseTimeout() {
        return this;
    }

    ConnectionState onSocketEnded();

    /** The actor stops in this state, perhaps from outside. */
    default void onStopped() {}
}
