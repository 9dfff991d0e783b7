package dev.earshot.signalr;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Serves one hub: negotiates, opens connections, and ends them all when it is time to go. {@link HubRoute} puts it on HTTP.
 * Safe for any thread.
 */
public final class HubServer {

    private final ActorSystem<?> system;
    private final Hub hub;
    private final HubSettings settings;
    private final Authenticator authenticator;
    private final HubInvoker invoker;
    private final List<HubProtocol> protocols;
    private final ConnectionTokens tokens;
    private final Map<String, Live> connections = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean draining;

    /** A connection that is there, and its newest socket. */
    private static final class Live {
        private final CompletableFuture<Done> gone = new CompletableFuture<>();
        private final ActorRef<HubConnectionActor.Command> actor;
        private volatile SocketQueue socket;

        Live(ActorRef<HubConnectionActor.Command> actor, SocketQueue socket) {
            this.actor = actor;
            this.socket = socket;
        }

        /** A connection that ends at the same moment leaves no socket open that nobody speaks on. */
        void resumeOn(SocketQueue next) {
            socket = next;
            actor.tell(new HubConnectionActor.SocketOpened(next));
            if (gone.isDone()) {
                next.cut();
            }
        }

        void end() {
            gone.complete(Done.getInstance());
            socket.cut();
        }
    }

    private HubServer(ActorSystem<?> system, Hub hub, HubSettings settings, Authenticator authenticator) {
        this.system = system;
        this.hub = hub;
        this.settings = settings;
        this.authenticator = authenticator;
        this.invoker = new HubInvoker(hub);
        int maxNesting = settings.inbound().maxNesting();
        this.protocols = List.of(new JsonHubProtocol(maxNesting), new MessagePackHubProtocol(maxNesting));
        this.tokens = new ConnectionTokens(settings.negotiation(), System::nanoTime);
    }

    /** A server whose connections live in {@code system}. */
    public static HubServer create(ActorSystem<?> system, Hub hub, HubSettings settings, Authenticator authenticator) {
        return new HubServer(system, hub, settings, authenticator);
    }

    /** A server for everybody, with default limits. */
    public static HubServer create(ActorSystem<?> system, Hub hub) {
        return create(system, hub, HubSettings.defaults(), Authenticator.allowAll());
    }

    /** How many connections there are, with those whose client is expected back. */
    public int connections() {
        return connections.size();
    }

    /**
     * Takes no more connections, and asks every client to go and to come back, which is then to lead to another server.
     *
     * @return done when the last socket is gone; that takes no longer than the close timeout
     */
    public CompletionStage<Done> drain() {
        draining = true;
        List<Live> live = List.copyOf(connections.values());
        live.forEach(connection -> sendAway(connection.actor));
        return CompletableFuture.allOf(live.stream().map(each -> each.gone).toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> Done.getInstance());
    }

    private static void sendAway(ActorRef<HubConnectionActor.Command> actor) {
        actor.tell(new HubConnectionActor.CloseRequested(null, true, DisconnectCause.DRAINED));
    }

    boolean isDraining() {
        return draining;
    }

    HubSettings settings() {
        return settings;
    }

    ActorSystem<?> system() {
        return system;
    }

    CompletionStage<Optional<Principal>> authenticate(Optional<String> accessToken) {
        return authenticator.authenticate(accessToken);
    }

    /** What the client is told about a connection that it may now open, as JSON. */
    String negotiate(Negotiation.Version version, Principal principal, boolean wantsToResume) {
        if (version instanceof Negotiation.Version.Agreed agreed) {
            boolean mayResume = wantsToResume && settings.reconnect().enabled();
            return Negotiation.response(agreed.version(), tokens.issue(principal, agreed.version() > 0, mayResume));
        }
        return Negotiation.error(((Negotiation.Version.Refused) version).error());
    }

    ConnectionTokens.Claim claim(Optional<String> token, Principal principal) {
        return token.map(given -> tokens.claim(given, principal))
                .orElseGet(() -> new ConnectionTokens.Claim.Granted(tokens.unnegotiated(principal)));
    }

    /** The two ends of a connection's first socket. The connection begins when this runs, and never if it is not run. */
    Flow<Message, Message, ?> flow(ConnectionTokens.Ticket ticket) {
        return Flow.fromMaterializer((materializer, attributes) -> {
            SocketQueue socket = SocketQueue.create(settings, materializer);
            return ends(socket, start(ticket, socket));
        });
    }

    /** The two ends of another socket of a connection that goes on. Both end at once if it does not. */
    Flow<Message, Message, ?> resumedFlow(ConnectionTokens.Ticket ticket) {
        return Flow.fromMaterializer((materializer, attributes) -> {
            Live live = connections.get(ticket.connectionId());
            if (live == null) {
                return Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.empty());
            }
            SocketQueue socket = SocketQueue.create(settings, materializer);
            live.resumeOn(socket);
            return ends(socket, live.actor);
        });
    }

    /**
     * <pre>
     *  client ─▶ bytes ─▶ actor, one at a time ─▶ cut ─▶ (end)
     *                       │ answers    application
     *                       ▼            │ events
     *  client ◀── frames ◀─ outbox ◀─────┘
     * </pre>
     */
    private static Flow<Message, Message, NotUsed> ends(
            SocketQueue socket, ActorRef<HubConnectionActor.Command> actor) {
        Sink<Message, ?> incoming = Flow.<Message>create()
                .flatMapConcat(HubServer::bytes)
                .mapAsync(1, bytes -> taken(actor, socket, bytes))
                .via(socket.cutToo())
                .watchTermination((mat, ended) ->
                        ended.whenComplete((done, error) -> actor.tell(new HubConnectionActor.SocketEnded(socket))))
                .to(Sink.ignore());
        Source<Message, ?> outgoing = socket.frames().map(Frame::message);
        return Flow.fromSinkAndSourceCoupled(incoming, outgoing);
    }

    /** A client may send text or binary, whatever the protocol: only the bytes count. */
    private static Source<ByteString, ?> bytes(Message message) {
        return message.isText()
                ? message.asTextMessage().getStreamedText().map(ByteString::fromString)
                : message.asBinaryMessage().getStreamedData();
    }

    private static CompletionStage<Done> taken(
            ActorRef<HubConnectionActor.Command> actor, SocketQueue socket, ByteString bytes) {
        CompletableFuture<Done> taken = new CompletableFuture<>();
        actor.tell(new HubConnectionActor.Received(socket, bytes, taken));
        return taken;
    }

    private ActorRef<HubConnectionActor.Command> start(ConnectionTokens.Ticket ticket, SocketQueue socket) {
        Outbox outbox = new Outbox(socket);
        ActorRef<HubConnectionActor.Command> actor = system.systemActorOf(
                HubConnectionActor.create(self -> new ConnectionContext(
                        ticket.connectionId(),
                        ticket.principal(),
                        ticket.mayResume(),
                        hub,
                        invoker,
                        settings,
                        protocols,
                        outbox,
                        SystemMaterializer.get(system).materializer(),
                        self,
                        new Registration(ticket))),
                "hub-connection-" + ticket.connectionId(),
                Props.empty());
        tokens.opened(ticket);
        connections.put(ticket.connectionId(), new Live(actor, socket));
        if (draining) {
            sendAway(actor);
        }
        return actor;
    }

    /** A connection's place among those of this server. */
    private final class Registration implements ConnectionOwner {
        private final ConnectionTokens.Ticket ticket;

        Registration(ConnectionTokens.Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public void resumable(boolean may) {
            tokens.resumable(ticket, may);
        }

        @Override
        public boolean beginsWaiting() {
            int others = waiting.getAndIncrement();
            boolean may = others < settings.reconnect().maxWaiting() && !draining;
            if (!may) {
                waiting.decrementAndGet();
            }
            return may;
        }

        @Override
        public void endsWaiting() {
            waiting.decrementAndGet();
        }

        @Override
        public void ended() {
            tokens.closed(ticket);
            Live live = connections.remove(ticket.connectionId());
            if (live != null) {
                live.end();
            }
        }
    }
}
