package dev.earshot.call;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.earshot.Settings;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.PcmFormat;
import dev.earshot.realtime.ProbeEvidence;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.realtime.RealtimeConnection;
import dev.earshot.realtime.RealtimeTransport;
import dev.earshot.realtime.SessionContext;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.Storage;
import dev.earshot.transcript.TranscriptActor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.Kill;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** One call's actor in a time that is moved by hand, with a realtime service that answers as it is told. */
final class CallStage implements AutoCloseable {

    private static final String NAME = "call";

    final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    final AtomicLong clock = new AtomicLong();
    final AtomicInteger attempts = new AtomicInteger();
    final TestProbe<CallSummary> summaries = kit.createTestProbe(CallSummary.class);
    /** How every attempt to connect ends; null leaves them all hanging. */
    RealtimeTransport.@Nullable ConnectionEnd answer;

    CallStore store = new MemoryCallStore(10);
    double chance;
    ActorRef<CallActor.Command> call;

    /** The call begins; by default with a grace of 5 s, a drain of 10 s, and 60 s to wait for media. */
    void begin() {
        Settings settings = Settings.from(ConfigFactory.parseMap(Map.of("earshot.realtime.backoff.jitter", 0.5))
                .withFallback(Settings.loadConfig()));
        call = kit.spawn(
                CallActor.create(new CallContext(
                        "c",
                        7,
                        Instant.EPOCH,
                        CallSetup.NOTHING_KNOWN,
                        settings.call(),
                        clock::get,
                        this::connect,
                        Storage.of(store),
                        random(),
                        new SimpleMeterRegistry(),
                        summaries.ref(),
                        SessionMeter.NONE,
                        new ProbeEvidence(),
                        SessionContext.Clocks.SYSTEM,
                        CallRecorder.NONE)),
                NAME);
        await().until(() -> attempts.get() == 1);
    }

    private RandomGenerator random() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return chance;
            }
        };
    }

    private RealtimeConnection connect(String callId, RealtimeTransport.Listener listener) {
        attempts.incrementAndGet();
        if (answer != null) {
            listener.onEnded(answer);
        }
        return new NoConnection();
    }

    void pass(Duration duration) {
        clock.addAndGet(duration.toMillis());
        QuietScheduler.pass(duration);
    }

    MediaPort attach() {
        TestProbe<MediaPort> ports = kit.createTestProbe(MediaPort.class);
        call.tell(new CallActor.AttachMedia(ports.ref()));
        MediaPort port = ports.receiveMessage();
        port.opened(() -> {});
        port.format(PcmFormat.DEFAULT);
        settle();
        return port;
    }

    /** 20 ms of one participant. */
    void frame(MediaPort port) {
        port.frame("8:acs:a", MediaPort.NO_TIMESTAMP, false, new byte[640], 0, 640);
        settle();
    }

    /** Whatever was told before has been taken in. */
    List<CallEvent> settle() {
        QuietExecutor.awaitQuiet();
        TestProbe<CallSnapshot> answers = kit.createTestProbe(CallSnapshot.class);
        call.tell(new CallActor.ToLog(new TranscriptActor.GetEvents(0, 1_000, answers.ref())));
        return answers.receiveMessage().events().stream()
                .map(LoggedEvent::event)
                .map(CallEvent.class::cast)
                .toList();
    }

    LedgerSnapshot ledger() {
        TestProbe<LedgerSnapshot> answers = kit.createTestProbe(LedgerSnapshot.class);
        call.tell(new CallActor.GetLedger(answers.ref()));
        return answers.receiveMessage();
    }

    /** {@code state} or {@code state:cause} of each change of a session. */
    List<String> sessions() {
        return changes(settle());
    }

    /** The same, once the call is over. */
    List<String> sessionsStored() {
        return changes(store.events("c", 0, 1_000).toCompletableFuture().join().stream()
                .map(logged -> (CallEvent) logged.event())
                .toList());
    }

    private static List<String> changes(List<CallEvent> events) {
        return events.stream()
                .filter(CallEvent.SessionChanged.class::isInstance)
                .map(CallEvent.SessionChanged.class::cast)
                .map(changed -> changed.state().wireName() + (changed.cause() == null ? "" : ":" + changed.cause()))
                .toList();
    }

    /** A part of the call fails, as a bug in it would have it. */
    void fail(String part) {
        kit.system()
                .classicSystem()
                .actorSelection("/user/" + NAME + "/" + part)
                .tell(Kill.getInstance(), org.apache.pekko.actor.ActorRef.noSender());
    }

    /** The call's end, as its last summary and the store have it. */
    CallEvent.CallEnded awaitEnd() {
        await().until(() -> summaries.receiveMessage().state() == CallSummary.State.ENDED);
        await().until(() -> last() instanceof CallEvent.CallEnded);
        return (CallEvent.CallEnded) last();
    }

    private CallEvent last() {
        List<LoggedEvent> stored =
                store.events("c", 0, 1_000).toCompletableFuture().join();
        return stored.get(stored.size() - 1).event();
    }

    void awaitStopped() {
        kit.createTestProbe().expectTerminated(call);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
