package dev.earshot.signalr;

import java.security.Principal;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.Materializer;

/**
 * What a connection has in every state.
 *
 * @param mayResume whether it was negotiated that the client may come back on another socket
 */
record ConnectionContext(
        String connectionId,
        Principal principal,
        boolean mayResume,
        Hub hub,
        HubInvoker invoker,
        HubSettings settings,
        List<HubProtocol> protocols,
        Outbox outbox,
        Materializer materializer,
        ActorRef<HubConnectionActor.Command> self,
        ConnectionOwner owner) {}
