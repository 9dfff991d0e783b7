package dev.earshot.realtime;

import static dev.earshot.realtime.QuietExecutor.awaitQuiet;

import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeSessionActor.Command;
import dev.earshot.realtime.RealtimeSessionActor.Hear;
import dev.earshot.sockets.SocketEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** A session with both of its neighbours in the test's hands: the service that it talks to, and whoever started it. */
final class SessionUnderTest implements RealtimeTransport {
    static final Duration HANDSHAKE = Duration.ofSeconds(10);
    static final Duration LAST_WORDS = Duration.ofMillis(500);
    static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
    static final Duration WORD_TIMEOUT = Duration.ofSeconds(5);

    /** An hour before the sessions of {@link Wire} expire. */
    private static final long DIALLED_MILLIS = (1_795_360_447L - 3_600) * 1_000;

    private static final SessionConfiguration CONFIGURATION =
            new SessionConfiguration("gpt-realtime-whisper", null, 0.5, 300, 500);
    private static final SessionContext.Settings SETTINGS = new SessionContext.Settings(
            CONFIGURATION,
            new SessionContext.AppendLimits(3.0, Duration.ofMillis(100), 64),
            HANDSHAKE,
            LAST_WORDS,
            READ_TIMEOUT,
            WORD_TIMEOUT);

    final List<SessionNotice> notices = new CopyOnWriteArrayList<>();
    final CountingMeter meter = new CountingMeter();
    private final ActorTestKit kit;
    private final ProbeEvidence evidence;
    private final ActorRef<SessionNotice> owner;
    private volatile @Nullable FakeConnection connection;
    private volatile @Nullable ActorRef<Command> actor;
    private volatile boolean terminated;

    SessionUnderTest(ActorTestKit kit) {
        this(kit, FakeService.knownToAnswer());
    }

    SessionUnderTest(ActorTestKit kit, ProbeEvidence evidence) {
        this.kit = kit;
        this.evidence = evidence;
        this.owner = kit.spawn(owner());
        awaitQuiet();
    }

    private static SessionContext.Clocks clocks() {
        long start = QuietScheduler.nanoTime();
        return new SessionContext.Clocks(
                QuietScheduler::nanoTime, () -> DIALLED_MILLIS + (QuietScheduler.nanoTime() - start) / 1_000_000);
    }

    private Behavior<SessionNotice> owner() {
        return Behaviors.setup(context -> {
            ActorRef<Command> session = context.spawn(
                    RealtimeSessionActor.create(
                            new SessionContext("c", 7, SETTINGS, this, context.getSelf(), meter, evidence, clocks())),
                    "session");
            context.watch(session);
            actor = session;
            return Behaviors.receive(SessionNotice.class)
                    .onAnyMessage(notice -> {
                        notices.add(notice);
                        return Behaviors.same();
                    })
                    .onSignal(Terminated.class, signal -> {
                        terminated = true;
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    @Override
    public RealtimeConnection connect(String callId, Listener listener) {
        connection = new FakeConnection(this::schedule, listener);
        return connection;
    }

    private void schedule(Runnable task, Duration delay) {
        kit.system().scheduler().scheduleOnce(delay, task, kit.system().executionContext());
    }

    /** The service takes the connection. */
    SessionUnderTest accepted() {
        connection.opens();
        return quiet();
    }

    SessionUnderTest refused(int status) {
        return ends(new ConnectionEnd.Refused(status));
    }

    SessionUnderTest refused(int status, Duration retryAfter) {
        return ends(new ConnectionEnd.Refused(status, retryAfter));
    }

    SessionUnderTest unreachable(Throwable failure) {
        return ends(new ConnectionEnd.Unreachable(failure));
    }

    /** The service says this. */
    SessionUnderTest says(String event) {
        connection.says(event);
        return quiet();
    }

    /** The service says nothing by itself any more, not even when it is probed. */
    SessionUnderTest fallsSilent() {
        connection.fallsSilent();
        return this;
    }

    /** The service closes with this code. */
    SessionUnderTest closes(int code, String reason) {
        return ends(new ConnectionEnd.Ended(new SocketEnd.Closed(code, reason)));
    }

    SessionUnderTest breaks(Throwable failure) {
        return ends(new ConnectionEnd.Ended(new SocketEnd.Failed(failure)));
    }

    private SessionUnderTest ends(ConnectionEnd end) {
        connection.ends(end);
        return quiet();
    }

    SessionUnderTest tell(Command command) {
        actor.tell(command);
        return quiet();
    }

    SessionUnderTest hears(TrackFeed feed) {
        return tell(new Hear(feed));
    }

    SessionUnderTest ready() {
        return accepted().says(Wire.CREATED).says(Wire.UPDATED);
    }

    SessionUnderTest passes(Duration duration) {
        QuietScheduler.pass(duration);
        return this;
    }

    /** Whoever started the session goes, and takes it along. */
    SessionUnderTest ownerStops() {
        kit.stop(owner);
        return quiet();
    }

    private SessionUnderTest quiet() {
        awaitQuiet();
        return this;
    }

    /** Whether our side of the connection is over. */
    boolean disconnected() {
        return connection.closed();
    }

    boolean terminated() {
        return terminated;
    }

    /** What the session said of itself, without the speech. */
    List<String> course() {
        return notices.stream().map(SessionUnderTest::brief).toList();
    }

    List<SessionNotice.Ended> ends() {
        return notices.stream()
                .filter(SessionNotice.Ended.class::isInstance)
                .map(SessionNotice.Ended.class::cast)
                .toList();
    }

    /** What the service was sent. */
    List<String> received() {
        return connection.received;
    }

    /** Texts of the service's that have not been dealt with. */
    int waitingTexts() {
        return connection.waitingTexts();
    }

    List<String> appends() {
        return received().stream().filter(Samples::isAppend).toList();
    }

    byte[] audio() {
        return Samples.joined(received());
    }

    private static String brief(SessionNotice notice) {
        if (notice instanceof SessionNotice.Ended ended) {
            return "ended " + ended.cause().wireName();
        }
        return notice instanceof SessionNotice.Hearing hearing
                ? "hearing from " + hearing.position()
                : notice.getClass().getSimpleName();
    }
}
