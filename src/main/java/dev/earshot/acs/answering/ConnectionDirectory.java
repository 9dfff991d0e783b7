package dev.earshot.acs.answering;

import dev.earshot.call.CallActor;
import dev.earshot.call.CallDirectory.Opening;
import dev.earshot.call.CallDirectory.RefusalCause;
import dev.earshot.call.CallSetup;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the connection of each call that was answered here. A phone that rings is first made a call of, and then answered:
 * its media and callbacks may arrive before the answer has.
 */
final class ConnectionDirectory extends AbstractBehavior<ConnectionDirectory.Command> {

    sealed interface Command {}

    record Ring(IncomingCall call, ActorRef<RingFate> replyTo) implements Command {}

    /** Hands callbacks on; the answer is whether the call is known. */
    record Report(String callId, List<CallbackEvent> events, ActorRef<Boolean> replyTo) implements Command {}

    /** Leaves every call, and answers when all have been left. None is answered after this. */
    record LeaveAll(ActorRef<Done> replyTo) implements Command {}

    private record Opened(
            IncomingCall ringing, @Nullable Opening opening, @Nullable Throwable failure, ActorRef<RingFate> replyTo)
            implements Command {}

    private record ConnectionStopped(String callId) implements Command {}

    private static final int REMEMBERED = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDirectory.class);

    private final BiFunction<String, CallSetup, CompletionStage<Opening>> calls;
    private final AnsweringParts parts;
    private final Clock clock;
    private final Map<String, ActorRef<CallConnectionActor.Command>> live = new HashMap<>();
    private final Ids events = new Ids(REMEMBERED);
    private final Ids answered = new Ids(REMEMBERED);
    private final List<ActorRef<Done>> awaitingLeave = new ArrayList<>();
    private boolean leaving;

    /** @param calls opens a call */
    static Behavior<Command> create(
            BiFunction<String, CallSetup, CompletionStage<Opening>> calls, AnsweringParts parts, Clock clock) {
        return Behaviors.setup(context -> new ConnectionDirectory(context, calls, parts, clock));
    }

    private ConnectionDirectory(
            ActorContext<Command> context,
            BiFunction<String, CallSetup, CompletionStage<Opening>> calls,
            AnsweringParts parts,
            Clock clock) {
        super(context);
        this.calls = calls;
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ring.class, this::onRing)
                .onMessage(Opened.class, this::onOpened)
                .onMessage(Report.class, this::onReport)
                .onMessage(LeaveAll.class, this::onLeaveAll)
                .onMessage(ConnectionStopped.class, this::onConnectionStopped)
                .build();
    }

    private Behavior<Command> onRing(Ring ring) {
        IncomingCall call = ring.call();
        if (leaving) {
            return tell(ring.replyTo(), call, RingFate.NOT_TAKEN, "shuttingDown");
        } else if (answered.contains(call.callId()) || events.contains(call.eventId())) {
            return tell(ring.replyTo(), call, RingFate.DUPLICATE, "");
        } else if (stale(call.at())) {
            return tell(ring.replyTo(), call, RingFate.STALE, "");
        }
        answered.add(call.callId());
        events.add(call.eventId());
        CallSetup setup = new CallSetup(parts.settings().speakers().of(call.caller(), call.called()), null);
        getContext()
                .pipeToSelf(
                        calls.apply(call.callId(), setup),
                        (opening, failure) -> new Opened(call, opening, failure, ring.replyTo()));
        return this;
    }

    private boolean stale(@Nullable Instant at) {
        return at != null && at.plus(parts.settings().ringTime()).isBefore(clock.instant());
    }

    private Behavior<Command> onOpened(Opened opened) {
        IncomingCall ringing = opened.ringing();
        if (opened.opening() instanceof Opening.Opened found && !leaving) {
            connect(ringing, found.call());
            return tell(opened.replyTo(), ringing, RingFate.ANSWERING, "");
        } else if (opened.opening() instanceof Opening.Refused refused && refused.cause() == RefusalCause.CALL_ENDED) {
            return tell(opened.replyTo(), ringing, RingFate.DUPLICATE, "");
        }
        answered.remove(ringing.callId());
        events.remove(ringing.eventId());
        String cause = opened.opening() instanceof Opening.Refused refused
                ? refused.cause().wireName()
                : leaving ? "shuttingDown" : "unavailable";
        return tell(opened.replyTo(), ringing, RingFate.NOT_TAKEN, cause);
    }

    private void connect(IncomingCall ringing, ActorRef<CallActor.Command> call) {
        Behavior<CallConnectionActor.Command> connection = Behaviors.supervise(
                        CallConnectionActor.create(ringing, call, parts))
                .onFailure(SupervisorStrategy.stop());
        ActorRef<CallConnectionActor.Command> started =
                getContext().spawn(connection, "connection-" + ringing.callId());
        live.put(ringing.callId(), started);
        getContext().watchWith(started, new ConnectionStopped(ringing.callId()));
    }

    private Behavior<Command> tell(ActorRef<RingFate> replyTo, IncomingCall call, RingFate fate, String cause) {
        parts.meter().event(fate.wireName());
        LOG.atInfo()
                .setMessage("a phone rings")
                .addKeyValue("call", call.callId())
                .addKeyValue("fate", fate.wireName())
                .addKeyValue("cause", cause)
                .log();
        replyTo.tell(fate);
        return this;
    }

    private Behavior<Command> onReport(Report report) {
        ActorRef<CallConnectionActor.Command> connection = live.get(report.callId());
        if (connection != null) {
            connection.tell(new CallConnectionActor.Callbacks(report.events()));
        } else {
            report.events().forEach(event -> parts.meter().callback(event.what().type(), CallbackFate.LATE));
        }
        report.replyTo().tell(connection != null || answered.contains(report.callId()));
        return this;
    }

    private Behavior<Command> onLeaveAll(LeaveAll leave) {
        leaving = true;
        live.values().forEach(connection -> connection.tell(new CallConnectionActor.Leave()));
        awaitingLeave.add(leave.replyTo());
        answerLeft();
        return this;
    }

    private Behavior<Command> onConnectionStopped(ConnectionStopped stopped) {
        live.remove(stopped.callId());
        answerLeft();
        return this;
    }

    private void answerLeft() {
        if (leaving && live.isEmpty()) {
            awaitingLeave.forEach(waiting -> waiting.tell(Done.getInstance()));
            awaitingLeave.clear();
        }
    }
}
