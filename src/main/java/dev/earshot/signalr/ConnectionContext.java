package dev.earshot.signalr;

import java.security.Principal;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.Materializer;

/**
 * What a connection has in every state.
 *
 * @param ended to be called when the connection's actor is gone
 */
record ConnectionContext(
        String connectionId,
        Principal principal,
        Hub hub,
        HubInvoker invoker,
        HubSettings settings,
        List<HubProtocol> protocols,
        Outbox outbox,
        Materializer materializer,
        ActorRef<HubConnectionActor.Command> self,
        Runnable ended) {}
