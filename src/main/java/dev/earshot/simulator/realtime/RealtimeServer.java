package dev.earshot.simulator.realtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GA realtime protocol on a real socket, {@code ws://host:port/v1/realtime?model=…}: hears with a local recogniser,
 * coaches by plain rules, and misbehaves on demand.
 *
 * <pre>
 * TCP ⇄ {@link Connection} ⇄ HTTP ⇄ {@link Entrance} ⇄ WebSocket ⇄ {@link RealtimeSession}, one each
 * </pre>
 */
public final class RealtimeServer {

    private static final Logger log = LoggerFactory.getLogger(RealtimeServer.class);
    private static final int LONGEST_MESSAGE = 15 * 1024 * 1024;
    private static final int MOST_CONNECTIONS = 256;
    private static final int MOST_RECORDS = 1_000;
    private static final Duration PING_EVERY = Duration.ofSeconds(20);

    private final ActorSystem<?> system;
    private final RealtimeServerSettings settings;
    private final Entrance entrance;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Map<Integer, ActorRef<RealtimeSession.Command>> live = new ConcurrentHashMap<>();
    private final Map<Integer, Connection> connectionOf = new ConcurrentHashMap<>();
    private final List<SessionRecord> records = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Injection injection = new Injection(Faults.NONE, 0);
    private volatile Tcp.@Nullable ServerBinding binding;

    /** @param after attempts that there had been; the faults count sessions from there */
    private record Injection(Faults faults, int after) {

        Faults at(int attempt) {
            return attempt - after <= faults.attempts() ? faults : Faults.NONE;
        }
    }

    private RealtimeServer(ActorSystem<?> system, RealtimeServerSettings settings) {
        this.system = system;
        this.settings = settings;
        this.entrance = new Entrance(system, settings.access(), new Sessions());
    }

    /** Listens; the stage fails where the address cannot be had. */
    public static CompletionStage<RealtimeServer> start(ActorSystem<?> system, RealtimeServerSettings settings) {
        RealtimeServer server = new RealtimeServer(system, settings);
        return Tcp.get(system)
                .bind(settings.host(), settings.port())
                .to(Sink.foreach(server::accept))
                .run(system)
                .thenApply(server::bound);
    }

    /** The port that is listened on. */
    public int port() {
        return binding().localAddress().getPort();
    }

    /** Where clients go; they add {@code ?model=…}. */
    public String url() {
        return "ws://" + settings.host() + ":" + port()
                + settings.access().vendor().path();
    }

    /** Stops listening and cuts what is connected. */
    public CompletionStage<Done> stop() {
        return binding().unbind().thenApply(unbound -> {
            killAll();
            return Done.getInstance();
        });
    }

    /** From now on these faults count, for live sessions too. The next session is number 1 to them. */
    public void inject(Faults faults) {
        injection = new Injection(faults, attempts.get());
        live.values().forEach(session -> session.tell(RealtimeSession.FaultsChanged.NOW));
    }

    /** Resets every connection (RST, no close frame). */
    public void killAll() {
        connections.forEach(Connection::reset);
    }

    /** Resets the connection of one session, by its number; nothing where it has ended. */
    public void kill(int session) {
        Connection connection = connectionOf.get(session);
        if (connection != null) {
            connection.reset();
        }
    }

    /** Like {@link #expireAll}, for one session. */
    public void expire(int session, boolean withError) {
        ActorRef<RealtimeSession.Command> expiring = live.get(session);
        if (expiring != null) {
            expiring.tell(new RealtimeSession.Expire(withError));
        }
    }

    /** Ends every session with close code 1001; {@code withError}: after an {@code error} event {@code session_expired}. */
    public void expireAll(boolean withError) {
        live.values().forEach(session -> session.tell(new RealtimeSession.Expire(withError)));
    }

    /** Connection attempts so far, the refused ones included. */
    public int attempts() {
        return attempts.get();
    }

    /** The sessions so far, oldest first; the newest {@value #MOST_RECORDS}. */
    public List<SessionRecord> sessions() {
        return List.copyOf(records);
    }

    private RealtimeServer bound(Tcp.ServerBinding bound) {
        binding = bound;
        return this;
    }

    private Tcp.ServerBinding binding() {
        return Objects.requireNonNull(binding, "not bound");
    }

    private void accept(Tcp.IncomingConnection tcp) {
        Connection connection = new Connection();
        Flow<ByteString, ByteString, NotUsed> bytes = connection.over(http(connection));
        if (connections.size() >= MOST_CONNECTIONS) {
            bytes = Flow.fromSinkAndSource(Sink.cancelled(), Source.empty());
        }
        connections.add(connection);
        tcp.handleWith(bytes.watchTermination(Keep.right()), system).whenComplete((done, failure) -> {
            connections.remove(connection);
            connection.ended();
        });
    }

    private Flow<ByteString, ByteString, NotUsed> http(Connection connection) {
        ServerSettings http = ServerSettings.create(system.classicSystem());
        http = http.withWebsocketSettings(http.getWebsocketSettings().withPeriodicKeepAliveMaxIdle(PING_EVERY));
        return Http.get(system)
                .serverLayer(http)
                .atop(plain())
                .reversed()
                .join(Flow.of(HttpRequest.class).mapAsync(1, request -> entrance.answer(request, connection)));
    }

    /** TLS left out, in the types that the HTTP layer expects. */
    private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> plain() {
        return BidiFlow.fromFlows(
                        Flow.of(SslTlsOutbound.class),
                        Flow.of(SessionBytes.class).map(bytes -> (SslTlsInbound) bytes))
                .atop(TLSPlacebo.getInstance());
    }

    private final class Sessions implements Entrance.Sessions {

        @Override
        public int nextAttempt() {
            return attempts.incrementAndGet();
        }

        @Override
        public List<Faults.Chosen> faults(int attempt) {
            Injection now = injection;
            return now.at(attempt).forSession(attempt - now.after());
        }

        @Override
        public Flow<Message, Message, NotUsed> open(int attempt, String model, Connection connection) {
            SessionWire wire = new SessionWire(connection, Materializer.matFromSystem(system));
            SessionRecord record =
                    new SessionRecord(Ids.session(), attempt, settings.keptPcmBytes(), settings.keptEvents());
            ActorRef<RealtimeSession.Command> session = system.systemActorOf(
                    RealtimeSession.create(record, model, wire, settings, () -> injected(attempt)),
                    "realtime-session-" + settings.port() + "-" + attempt + "-" + record.id(),
                    Props.empty());
            remember(record);
            live.put(attempt, session);
            connectionOf.put(attempt, connection);
            // Not before the upgrade is on its way: what a fault does to the session would befall the upgrade.
            connection
                    .answered()
                    .thenAccept(
                            upgraded -> session.tell(upgraded ? RealtimeSession.Begin.NOW : RealtimeSession.Gone.GONE));
            log.atInfo().addKeyValue("session", record.id()).log("session opened");
            return Flow.fromSinkAndSourceCoupled(incoming(attempt, session), wire.messages());
        }
    }

    private FaultPlay.Injected injected(int attempt) {
        Injection now = injection;
        return new FaultPlay.Injected(now.at(attempt), attempt - now.after());
    }

    private void remember(SessionRecord record) {
        records.add(record);
        if (records.size() > MOST_RECORDS) {
            records.remove(0);
        }
    }

    /** Messages of the client, one at a time: the next is not read before the session has taken the last. */
    private Sink<Message, NotUsed> incoming(int attempt, ActorRef<RealtimeSession.Command> session) {
        return Flow.of(Message.class)
                .mapAsync(1, this::text)
                .mapAsync(1, text -> deliver(text, session))
                .to(Sink.onComplete(end -> {
                    live.remove(attempt);
                    connectionOf.remove(attempt);
                    session.tell(RealtimeSession.Gone.GONE);
                }));
    }

    private static CompletionStage<Done> deliver(String text, ActorRef<RealtimeSession.Command> session) {
        CompletableFuture<Done> taken = new CompletableFuture<>();
        session.tell(new RealtimeSession.FromClient(text, taken));
        return taken;
    }

    /** A whole text message, at most {@value #LONGEST_MESSAGE} characters; longer ones and binary ones fail the stream. */
    private CompletionStage<String> text(Message message) {
        TextMessage text = message.asTextMessage();
        if (text.isStrict()) {
            return CompletableFuture.completedFuture(text.getStrictText());
        }
        return text.getStreamedText()
                .limitWeighted(LONGEST_MESSAGE, part -> (long) part.length())
                .runFold(new StringBuilder(), StringBuilder::append, system)
                .thenApply(StringBuilder::toString);
    }
}
