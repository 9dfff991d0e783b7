package dev.earshot.signalr;

import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both sides speak the protocol that the client asked for, and the application knows the connection. */
record Open(
        ConnectionContext context,
        HubProtocol protocol,
        RecordReader reader,
        HubConnection handle,
        Invocations invocations,
        Silence silence,
        ReceivedMessages received)
        implements ConnectionState {

    private static final Logger log = LoggerFactory.getLogger(Open.class);
    private static final String ERROR = "Connection closed with an error.";

    /** The application is told, and may already have refused: then the state is another. */
    static ConnectionState connected(ConnectionContext context, Handshake.Verdict.Accepted agreed) {
        boolean mayResume = context.mayResume() && agreed.withAcknowledgements();
        if (mayResume) {
            context.outbox().keepForReplay(new ReplayBuffer(context.settings().reconnect()));
        }
        HubProtocol protocol = agreed.protocol();
        HubConnection handle = new ConnectionHandle(context, protocol);
        Open open = new Open(
                context,
                protocol,
                newReader(context, protocol),
                handle,
                new Invocations(context, protocol, handle),
                Silence.of(context.settings().timing()),
                new ReceivedMessages(mayResume));
        try {
            context.hub().onConnected().accept(handle);
        } catch (RuntimeException e) {
            failed(context, "onConnected", e);
            return open.farewell(new HubMessage.Close(ERROR, false), DisconnectCause.APPLICATION);
        }
        context.owner().resumable(mayResume);
        return open;
    }

    private static RecordReader newReader(ConnectionContext context, HubProtocol protocol) {
        return protocol.newReader(context.settings().inbound().maxRecordBytes());
    }

    /** The same on another socket. Half a record from the last one is worth nothing: the client sends it again. */
    ConnectionState resumed(SocketQueue socket) {
        silence.heard();
        received.onResumed();
        context.outbox().resume(socket, first -> protocol.write(new HubMessage.Sequence(first)));
        return new Open(context, protocol, newReader(context, protocol), handle, invocations, silence, received);
    }

    /** The client is here again before the end of the last socket was seen. */
    @Override
    public ConnectionState onSocketOpened(SocketQueue socket) {
        return received.counting() ? resumed(socket) : ConnectionState.super.onSocketOpened(socket);
    }

    @Override
    public ConnectionState onReceived(ByteString bytes) {
        silence.heard();
        received.onBytes(bytes.size());
        reader.append(bytes);
        try {
            ConnectionState next = this;
            Optional<ByteString> record = reader.next();
            while (record.isPresent()) {
                Optional<HubMessage> message = protocol.parse(record.get());
                next = message.isPresent() && received.isNews(message.get()) ? onMessage(message.get()) : this;
                if (next != this) {
                    break; // what follows a goodbye is not even looked at
                }
                record = reader.next();
            }
            return next == this && received.acknowledgementIsUrgent() ? onAcknowledgementDue() : next;
        } catch (HubProtocolException e) {
            log.atInfo()
                    .addKeyValue("connection", context.connectionId())
                    .addKeyValue("detail", e.getMessage())
                    .log("A client broke the hub protocol");
            return farewell(new HubMessage.Close(ERROR, false), e.disconnectCause());
        }
    }

    private ConnectionState onMessage(HubMessage message) throws HubProtocolException {
        if (message instanceof HubMessage.Invocation call) {
            invocations.onInvocation(call);
        } else if (message instanceof HubMessage.StreamInvocation call) {
            invocations.onStreamInvocation(call);
        } else if (message instanceof HubMessage.CancelInvocation cancel) {
            invocations.onCancel(cancel.invocationId());
        } else if (message instanceof HubMessage.Ping) {
            silence.pinged();
        } else if (message instanceof HubMessage.Close) {
            return ending(DisconnectCause.CLIENT_CLOSED);
        } else if (message instanceof HubMessage.Ack ack) {
            context.outbox().acknowledged(ack.sequenceId());
        } else if (message instanceof HubMessage.Sequence sequence) {
            received.onSequence(sequence.sequenceId());
        }
        // Items and completions answer calls that this server never makes.
        return this;
    }

    @Override
    public ConnectionState onInvocationFinished(HubConnectionActor.InvocationFinished finished) {
        invocations.onFinished(finished);
        return this;
    }

    @Override
    public ConnectionState onStreamFinished(HubConnectionActor.StreamFinished finished) {
        invocations.onFinished(finished);
        return this;
    }

    @Override
    public ConnectionState onTick() {
        if (silence.onTick(context.outbox().sentSinceLastAsked())) {
            context.outbox().control(protocol.write(new HubMessage.Ping()));
        }
        return silence.clientIsGone() ? gone(DisconnectCause.CLIENT_TIMEOUT) : this;
    }

    @Override
    public ConnectionState onAcknowledgementDue() {
        if (received.acknowledgementIsDue()) {
            context.outbox().control(protocol.write(received.acknowledgement()));
        }
        return this;
    }

    @Override
    public ConnectionState onCloseRequested(HubConnectionActor.CloseRequested request) {
        return farewell(new HubMessage.Close(request.reason(), request.allowReconnect()), request.cause());
    }

    @Override
    public ConnectionState onOverflow() {
        return gone(DisconnectCause.SLOW_READER);
    }

    @Override
    public ConnectionState onSocketEnded() {
        if (received.counting() && context.owner().beginsWaiting()) {
            context.outbox().detach();
            return new Away(this);
        }
        return gone(DisconnectCause.CONNECTION_LOST);
    }

    @Override
    public void onStopped() {
        disconnected(DisconnectCause.APPLICATION);
    }

    private ConnectionState farewell(HubMessage.Close close, DisconnectCause cause) {
        context.outbox().control(protocol.write(close));
        return ending(cause);
    }

    private ConnectionState ending(DisconnectCause cause) {
        context.outbox().complete();
        disconnected(cause);
        return new Closing(context, cause);
    }

    /** No farewell: nobody would read it, or a client that does shall take the loss for one and connect again. */
    ConnectionState gone(DisconnectCause cause) {
        context.outbox().complete();
        disconnected(cause);
        return new Closed(context, cause);
    }

    private void disconnected(DisconnectCause cause) {
        context.owner().resumable(false);
        invocations.stop();
        try {
            context.hub().onDisconnected().accept(handle, cause);
        } catch (RuntimeException e) {
            failed(context, "onDisconnected", e);
        }
    }

    private static void failed(ConnectionContext context, String callback, RuntimeException error) {
        log.atError()
                .addKeyValue("connection", context.connectionId())
                .addKeyValue("callback", callback)
                .setCause(error)
                .log("A hub callback failed");
    }
}
