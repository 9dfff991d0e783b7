package dev.earshot.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A connection as the application sees it: messages are rendered and queued on the thread that sends them. */
record ConnectionHandle(ConnectionContext context, HubProtocol protocol) implements HubConnection {

    @Override
    public String connectionId() {
        return context.connectionId();
    }

    @Override
    public Principal principal() {
        return context.principal();
    }

    @Override
    public SendResult send(String target, JsonNode argument) {
        return context.outbox().offer(protocol.write(HubMessage.Invocation.event(target, argument)));
    }

    @Override
    public void close(@Nullable String reason, boolean allowReconnect) {
        context.self().tell(new HubConnectionActor.CloseRequested(reason, allowReconnect, DisconnectCause.APPLICATION));
    }

    @Override
    public String toString() {
        return "HubConnection[" + connectionId() + "]";
    }
}
