package dev.earshot.signalr;

import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** Nothing is agreed yet. The application does not know of the connection. */
record AwaitingHandshake(ConnectionContext context, RecordReader reader) implements ConnectionState {

    static AwaitingHandshake of(ConnectionContext context) {
        return new AwaitingHandshake(
                context, new TextRecordReader(context.settings().inbound().maxRecordBytes()));
    }

    @Override
    public ConnectionState onReceived(ByteString bytes) {
        reader.append(bytes);
        try {
            Optional<ByteString> record = reader.next();
            return record.isPresent() ? onHandshake(record.get()) : this;
        } catch (HubProtocolException e) {
            return refuse("The handshake is too large.", e.disconnectCause());
        }
    }

    private ConnectionState onHandshake(ByteString record) {
        Handshake.Verdict verdict = Handshake.judge(record, context.protocols());
        if (verdict instanceof Handshake.Verdict.Accepted accepted) {
            context.outbox().control(Handshake.ACCEPTED);
            return Open.connected(context, accepted).onReceived(reader.rest());
        }
        return refuse(((Handshake.Verdict.Refused) verdict).error(), DisconnectCause.HANDSHAKE_REFUSED);
    }

    @Override
    public ConnectionState onHandshakeTimeout() {
        return refuse("Handshake was canceled.", DisconnectCause.HANDSHAKE_TIMEOUT);
    }

    @Override
    public ConnectionState onCloseRequested(HubConnectionActor.CloseRequested request) {
        return refuse("The server is closing the connection.", request.cause());
    }

    @Override
    public ConnectionState onSocketEnded() {
        return new Closed(context, DisconnectCause.CONNECTION_LOST);
    }

    private ConnectionState refuse(String error, DisconnectCause cause) {
        context.outbox().control(Handshake.refused(error));
        context.outbox().complete();
        return new Closing(context, cause);
    }
}
