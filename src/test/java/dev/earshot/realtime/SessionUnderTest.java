package dev.earshot.realtime;

import static dev.earshot.realtime.QuietExecutor.awaitQuiet;

import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeSessionActor.AppendLimits;
import dev.earshot.realtime.RealtimeSessionActor.Command;
import dev.earshot.realtime.RealtimeSessionActor.Hear;
import dev.earshot.realtime.RealtimeSessionActor.Identity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.jspecify.annotations.Nullable;

/** A session with both of its neighbours in the test's hands: the service that it talks to, and whoever started it. */
final class SessionUnderTest implements RealtimeTransport {
    static final Duration HANDSHAKE = Duration.ofSeconds(10);
    static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final SessionConfiguration CONFIGURATION =
            new SessionConfiguration("gpt-realtime-whisper", null, 0.5, 300, 500);
    private static final RealtimeSessionActor.Settings SETTINGS = new RealtimeSessionActor.Settings(
            CONFIGURATION, new AppendLimits(3.0, Duration.ofMillis(100), 64), HANDSHAKE, LAST_WORDS);

    final List<String> received = new CopyOnWriteArrayList<>();
    final List<SessionNotice> notices = new CopyOnWriteArrayList<>();
    private final ActorTestKit kit;
    private final CompletableFuture<Upgrade> upgrade = new CompletableFuture<>();
    private final ActorRef<SessionNotice> owner;
    private @Nullable SourceQueueWithComplete<String> toSession;
    private @Nullable CompletionStage<Done> connection;
    private volatile @Nullable ActorRef<Command> actor;
    private volatile boolean terminated;

    SessionUnderTest(ActorTestKit kit) {
        this.kit = kit;
        this.owner = kit.spawn(owner());
        awaitQuiet();
    }

    private Behavior<SessionNotice> owner() {
        return Behaviors.setup(context -> {
            ActorRef<Command> session = context.spawn(
                    RealtimeSessionActor.create(
                            new Identity("c", 7), SETTINGS, this, context.getSelf(), QuietScheduler::nanoTime),
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
    public CompletionStage<Upgrade> open(Flow<String, String, NotUsed> session) {
        Pair<SourceQueueWithComplete<String>, CompletionStage<Done>> ends = Source.<String>queue(
                        64, OverflowStrategy.fail())
                .via(session)
                .toMat(Sink.foreach(received::add), Keep.both())
                .run(kit.system());
        toSession = ends.first();
        connection = ends.second();
        return upgrade;
    }

    /** The service takes the connection. */
    SessionUnderTest accepted() {
        upgrade.complete(new Upgrade.Accepted());
        return quiet();
    }

    SessionUnderTest refused(int status) {
        upgrade.complete(new Upgrade.Refused(status));
        return quiet();
    }

    SessionUnderTest unreachable(Throwable failure) {
        upgrade.completeExceptionally(failure);
        return quiet();
    }

    /** The service says this. */
    SessionUnderTest says(String event) {
        toSession.offer(event);
        return quiet();
    }

    SessionUnderTest closes() {
        toSession.complete();
        return quiet();
    }

    SessionUnderTest breaks(Throwable failure) {
        toSession.fail(failure);
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
        return connection.toCompletableFuture().isDone();
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

    List<String> appends() {
        return received.stream().filter(Samples::isAppend).toList();
    }

    byte[] audio() {
        return Samples.joined(received);
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
