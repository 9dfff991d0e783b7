package dev.earshot.recorder;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallContext;
import dev.earshot.call.CallDirectory;
import dev.earshot.call.CallRecorder;
import dev.earshot.call.CallSettings;
import dev.earshot.ingress.AudioOrder;
import dev.earshot.realtime.ProbeEvidence;
import dev.earshot.realtime.SessionContext;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.recorder.Recording.Entry;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.Storage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A recorded call that happens again, in its own time, on one thread: the call's real actors, and a recording in place of sockets, the
 * service, consoles, the store and the clock.
 *
 * <pre>
 *   recording ─▷ what the audio's thread did ─▷ {@link ReplayedAudio} ─▷ tapes, sessions ─┐ messages wait
 *             └▷ whose turn came then ────────▷ {@link ReplayLane} ◁──────────────────────┘ for their turn
 *                                                    └▷ call, ingress, sessions, coach, log ─▷ the log again
 * </pre>
 */
public final class ReplayedCall {

    /** What the recording knows nothing of waits for so long, in case that it was cancelled meanwhile. */
    private static final long SLACK_NANOS = Duration.ofMillis(250).toNanos();

    private static final long ANSWER_PATIENCE_MS = 1_000;

    /** Where so much does not come about, the code is another, and is not waited for. */
    private static final int MISSED_AWAITED = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Head head;
    private final Timeline timeline;
    private final ReplayTime time = new ReplayTime();
    private final ReplayLane lane = new ReplayLane(time);
    private final ReplayedAudio audio;
    private final List<String> logged = new ArrayList<>();
    private final ReplayPace pace;
    private final List<String> missed = new ArrayList<>();

    private record Begin(
            Behavior<CallActor.Command> call, String name, CompletableFuture<ActorRef<CallActor.Command>> begun) {}

    private ReplayedCall(Recording recording, ReplayPace pace) {
        this.head = recording.head();
        this.timeline = new Timeline(recording);
        this.audio = new ReplayedAudio(timeline, time, lane);
        this.pace = pace;
    }

    /**
     * Lets a call happen again, to the recording's end.
     *
     * @param settings of the call, see {@link Recording#given}
     * @param config of an actor system
     */
    public static ReplayReport replay(Recording recording, CallSettings settings, Config config, ReplayPace pace) {
        return new ReplayedCall(recording, pace).run(settings, config);
    }

    private ReplayReport run(CallSettings settings, Config config) {
        ActorSystem<Begin> system = ActorSystem.create(
                guardian(),
                "replay",
                ConfigFactory.parseString(
                                "pekko.scheduler.implementation = \"" + VirtualScheduler.class.getName() + "\"")
                        .withFallback(config));
        try {
            happens(system, settings);
            return new ReplayReport(
                    timeline.logged(), List.copyOf(logged), timeline.sent(), sent(), List.copyOf(missed));
        } finally {
            lane.letGo();
            system.terminate();
            await(system.getWhenTerminated().toCompletableFuture());
        }
    }

    private List<List<String>> sent() {
        return audio.connections().stream().map(ReplayConnection::sent).toList();
    }

    private void happens(ActorSystem<Begin> system, CallSettings settings) {
        String name = CallDirectory.actorName(head.callId());
        LaneDispatcher.in(system).add(name, lane);
        VirtualScheduler scheduler = (VirtualScheduler) system.classicSystem().scheduler();
        CompletableFuture<ActorRef<CallActor.Command>> begun = new CompletableFuture<>();
        system.tell(new Begin(CallActor.create(context(system, settings)), name, begun));
        await(begun);
        ReplayCommands commands = new ReplayCommands(head.callId(), system, timeline);
        runLane();
        for (Entry entry = timeline.next(); entry != null; entry = timeline.next()) {
            if (entry.kind() == RecordKind.LOOKED) {
                continue; // changed code has not looked
            }
            pace.awaits(entry.nanos());
            if (entry.kind().ofAudio()) {
                audio.happens(entry);
            } else {
                hasItsTurn(LaneStep.of(entry), commands, scheduler);
            }
            besides(entry.nanos());
        }
    }

    private void hasItsTurn(LaneStep step, ReplayCommands commands, VirtualScheduler scheduler) {
        scheduler.passTo(step.nanos());
        time.lane(step.nanos());
        audio.onTurn();
        switch (step.kind()) {
            case TOLD -> told(step.fields(), commands);
            default -> arrives(step, scheduler);
        }
        runLane();
    }

    /** A timer's moment may be a little later here than it was: then it is done now. Answers may come by a thread of Java's own. */
    private void arrives(LaneStep step, VirtualScheduler scheduler) {
        String actor = step.fields().text();
        String what = step.fields().text();
        String key = LaneStep.key(actor, what);
        boolean arrived = lane.deliver(key);
        if (what.startsWith(ReplayLane.TIMER)) {
            while (!arrived && scheduler.doNext(step.nanos() + SLACK_NANOS)) {
                arrived = lane.deliver(key);
            }
        } else if (what.startsWith(LaneDispatcher.SYSTEM)) {
            return; // of the store's writer, which does not come to its end here
        } else if (!arrived && missed.size() < MISSED_AWAITED) {
            arrived = lane.awaits(key, ANSWER_PATIENCE_MS);
        }
        if (!arrived) {
            missed.add(key);
        }
    }

    private void told(RecordReader fields, ReplayCommands commands) {
        String actor = fields.text();
        String command = fields.text();
        if (!lane.tell(actor, commands.read(command))) {
            missed.add(LaneStep.key(actor, command));
        }
    }

    /** As far as the actors had got when the next thing from outside had its turn. */
    private void runLane() {
        LaneStep next = timeline.nextStep();
        lane.run(next == null || next.waiting() == 0 ? Integer.MAX_VALUE : next.steps());
    }

    /** What only changed code does. */
    private void besides(long nanos) {
        audio.happensBesides(nanos);
        String overdue = lane.overdue(timeline, nanos - SLACK_NANOS);
        if (overdue != null) {
            time.lane(nanos);
            audio.onTurn();
            lane.deliver(overdue);
            runLane();
        }
    }

    private CallContext context(ActorSystem<?> system, CallSettings settings) {
        Instant began = head.began();
        return new CallContext(
                head.callId(),
                began.toEpochMilli(),
                began,
                head.setup(),
                settings,
                () -> time.nanos() / 1_000_000,
                audio,
                Storage.of(new MemoryCallStore(1)),
                new Random(head.seed()),
                new SimpleMeterRegistry(),
                system.ignoreRef(),
                SessionMeter.NONE,
                new ProbeEvidence().apart(head.serviceAnswers()),
                new SessionContext.Clocks(time::nanos, () -> began.toEpochMilli() + time.nanos() / 1_000_000),
                new CallRecorder() {
                    @Override
                    public AudioOrder audio() {
                        return audio;
                    }

                    @Override
                    public void onLogged(LoggedEvent event) {
                        logged.add(event.rendered());
                    }
                });
    }

    /** Begins a call, and watches it, as the directory of calls does. */
    private static Behavior<Begin> guardian() {
        return Behaviors.setup(context -> Behaviors.receive(Begin.class)
                .onMessage(Begin.class, begin -> {
                    ActorRef<CallActor.Command> call = context.spawn(begin.call(), begin.name(), Recorder.props());
                    context.watch(call);
                    begin.begun().complete(call);
                    return Behaviors.same();
                })
                .onSignal(Terminated.class, ended -> Behaviors.same())
                .build());
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the replay does not begin, or does not end", e);
        }
    }
}
