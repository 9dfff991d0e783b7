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
        Silence silence)
        implements ConnectionState {

    private static final Logger log = LoggerFactory.getLogger(Open.class);
    private static final String ERROR = "Connection closed with an error.";

    /** The application is told, and may already have refused: then the state is another. */
    static ConnectionState connected(ConnectionContext context, HubProtocol protocol) {
        HubConnection handle = new ConnectionHandle(context, protocol);
        Open open = new Open(
                context,
                protocol,
                protocol.newReader(context.settings().inbound().maxRecordBytes()),
                handle,
                new Invocations(context, protocol, handle),
                Silence.of(context.settings().timing()));
        try {
            context.hub().onConnected().accept(handle);
        } catch (RuntimeException e) {
            failed(context, "onConnected", e);
            return open.farewell(new HubMessage.Close(ERROR, false), DisconnectCause.APPLICATION);
        }
        return open;
    }

    @Override
    public ConnectionState onReceived(ByteString bytes) {
        silence.heard();
        reader.append(bytes);
        try {
            ConnectionState next = this;
            Optional<ByteString> record = reader.next();
            while (record.isPresent()) {
                Optional<HubMessage> message = protocol.parse(record.get());
                next = message.isPresent() ? onMessage(message.get()) : this;
                if (next != this) {
                    break; // what follows a goodbye is not even looked at
                }
                record = reader.next();
            }
            return next;
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
            context.outbox().answer(protocol.write(new HubMessage.Ping()));
        }
        return silence.clientIsGone() ? gone(DisconnectCause.CLIENT_TIMEOUT) : this;
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
        return gone(DisconnectCause.CONNECTION_LOST);
    }

    @Override
    public void onStopped() {
        disconnected(DisconnectCause.APPLICATION);
    }

    private ConnectionState farewell(HubMessage.Close close, DisconnectCause cause) {
        context.outbox().answer(protocol.write(close));
        return ending(cause);
    }

    private ConnectionState ending(DisconnectCause cause) {
        context.outbox().complete();
        disconnected(cause);
        return new Closing(context, cause);
    }

    /** No farewell: nobody would read it, or a client that does shall take the loss for one and connect again. */
    private ConnectionState gone(DisconnectCause cause) {
        context.outbox().complete();
        disconnected(cause);
        return new Closed(context, cause);
    }

    private void disconnected(DisconnectCause cause) {
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
