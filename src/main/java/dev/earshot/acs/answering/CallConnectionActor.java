package dev.earshot.acs.answering;

import dev.earshot.acs.answering.AnsweringSettings.WhenLeaving;
import dev.earshot.acs.answering.CallbackEvent.What;
import dev.earshot.acs.automation.AnswerRequest;
import dev.earshot.acs.automation.AutomationCause;
import dev.earshot.acs.automation.AutomationException;
import dev.earshot.call.CallActor;
import dev.earshot.call.EndCause;
import dev.earshot.transcript.CallEvent.ConnectionChanged;
import dev.earshot.transcript.CallEvent.ConnectionChanged.State;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform's side of one call: answers it, follows its callbacks, and leaves it when Earshot no longer hears it.
 *
 * <pre>
 *   Answering ──answered──▷ Standing ──nobody hears──▷ Leaving ──told──▷ Over
 *      │ │                     │                           ▲
 *      │ └──nobody hears──▷ LeavingUnanswered ──answered───┘
 *      └──not answered, or disconnected──▷ Over ◁──disconnected── from any
 * </pre>
 *
 * Meanwhile its media is {@code Awaited}, {@code Flowing}, {@code Restarting} after a failure, {@code Stopped} by somebody
 * else, or {@code GivenUp}, see {@link MediaWatch}. Callbacks come in any order, twice, or never: nothing waits for one.
 */
final class CallConnectionActor extends AbstractBehavior<CallConnectionActor.Command> {

    sealed interface Command {}

    /** What the platform reports. */
    record Callbacks(List<CallbackEvent> events) implements Command {}

    /** Earshot stops hearing the call. */
    record Leave() implements Command {}

    private record Answered(@Nullable String connectionId, AutomationCause failure) implements Command {}

    private record Asked(@Nullable AutomationCause failure) implements Command {}

    private record Left(@Nullable AutomationCause failure) implements Command {}

    private enum Signal implements Command {
        MEDIA_DUE,
        MEDIA_STABLE
    }

    private static final int IDS_REMEMBERED = 512;
    private static final Logger LOG = LoggerFactory.getLogger(CallConnectionActor.class);

    private final IncomingCall ringing;
    private final ActorRef<CallActor.Command> call;
    private final AnsweringParts parts;
    private final MediaWatch media;
    private final Presence presence;
    private final Ids seen = new Ids(IDS_REMEMBERED);
    private ConnectionState state = new ConnectionState.Answering();
    private @Nullable String connectionId;

    /** @param call opened already: media and callbacks may be here before the answer is */
    static Behavior<Command> create(IncomingCall ringing, ActorRef<CallActor.Command> call, AnsweringParts parts) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new CallConnectionActor(context, timers, ringing, call, parts)));
    }

    private CallConnectionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            IncomingCall ringing,
            ActorRef<CallActor.Command> call,
            AnsweringParts parts) {
        super(context);
        this.ringing = ringing;
        this.call = call;
        this.parts = parts;
        this.presence = new Presence(ringing, parts.settings().speakers(), call);
        this.media = new MediaWatch(
                call,
                parts.settings().restarts(),
                parts.meter(),
                wait -> timers.startSingleTimer(Signal.MEDIA_DUE, wait),
                wait -> timers.startSingleTimer(Signal.MEDIA_STABLE, wait));
        context.watchWith(call, new Leave());
        call.tell(new CallActor.TellWhenDeaf(context.messageAdapter(CallActor.Deaf.class, deaf -> new Leave())));
        answer();
    }

    private void answer() {
        AnswerRequest request = new AnswerRequest(
                ringing.context(),
                parts.addresses().callbacks(ringing.callId()),
                parts.addresses().media(ringing.callId()),
                ringing.callId(),
                parts.settings().streaming());
        getContext().pipeToSelf(parts.automation().answer(request), (id, failure) -> new Answered(id, reason(failure)));
    }

    private static AutomationCause reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AutomationException known ? known.reason() : AutomationCause.UNREACHABLE;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Callbacks.class, this::onCallbacks)
                .onMessage(Asked.class, this::onAsked)
                .onMessage(Signal.class, this::onSignal)
                .onMessage(Leave.class, leave -> onLeave())
                .onMessage(Left.class, this::onLeft)
                .build();
    }

    private Behavior<Command> onAnswered(Answered answered) {
        // a callback may have told what the lost response to our request would have
        String id = answered.connectionId() == null ? connectionId : answered.connectionId();
        if (id == null) {
            return onNotAnswered(answered.failure().wireName(), null);
        }
        learn(id);
        if (state instanceof ConnectionState.Answering answering) {
            become(answering.onAnswered(id));
            report(State.ANSWERED, null, null);
        } else if (state instanceof ConnectionState.LeavingUnanswered leaving) {
            become(leaving.onAnswered(id));
            leave(id);
        }
        return this;
    }

    private Behavior<Command> onNotAnswered(String cause, @Nullable String detail) {
        if (state instanceof ConnectionState.Answering answering) {
            report(State.NOT_ANSWERED, cause, detail);
            call.tell(new CallActor.End(EndCause.NOT_ANSWERED));
            become(answering.onNotAnswered());
        } else if (state instanceof ConnectionState.LeavingUnanswered leaving) {
            become(leaving.onNotAnswered());
        }
        return Behaviors.stopped();
    }

    /** A media socket of another connection is not this call's from here on. */
    private void learn(String id) {
        if (!id.equals(connectionId)) {
            connectionId = id;
            parts.bind().accept(ringing.callId(), id);
        }
    }

    private Behavior<Command> onCallbacks(Callbacks callbacks) {
        for (CallbackEvent event : callbacks.events()) {
            CallbackFate fate = take(event);
            parts.meter().callback(event.what().type(), fate);
            LOG.atDebug()
                    .setMessage("callback")
                    .addKeyValue("call", ringing.callId())
                    .addKeyValue("type", event.what().type())
                    .addKeyValue("fate", fate.wireName())
                    .log();
        }
        return state instanceof ConnectionState.Over ? Behaviors.stopped() : this;
    }

    private CallbackFate take(CallbackEvent event) {
        if (event.what() instanceof CallbackEvent.Unusable) {
            return CallbackFate.UNUSABLE;
        } else if (!seen.add(event.id())) {
            return CallbackFate.DUPLICATE;
        } else if (foreign(event)) {
            return CallbackFate.FOREIGN;
        } else if (state instanceof ConnectionState.Over) {
            return CallbackFate.LATE;
        }
        return take(event, event.what());
    }

    /** The first that comes tells which connection it is, where the answer has not done so. */
    private boolean foreign(CallbackEvent event) {
        if (event.connectionId().isEmpty()) {
            return false;
        }
        if (connectionId == null) {
            learn(event.connectionId());
        }
        return !event.connectionId().equals(connectionId);
    }

    private CallbackFate take(CallbackEvent event, What what) {
        if (what instanceof CallbackEvent.Connected) {
            report(State.CONNECTED, null, null);
        } else if (what instanceof CallbackEvent.Disconnected over) {
            onDisconnected(null, over.result().text());
        } else if (what instanceof CallbackEvent.AnswerFailed failed) {
            onAnswerFailed(failed);
        } else if (what instanceof CallbackEvent.ParticipantsUpdated update) {
            return presence.onUpdate(update);
        } else if (what instanceof CallbackEvent.Other) {
            return CallbackFate.IGNORED;
        } else {
            return media.onCallback(event);
        }
        return CallbackFate.TAKEN;
    }

    private void onAnswerFailed(CallbackEvent.AnswerFailed failed) {
        report(State.NOT_ANSWERED, "answerFailed", failed.result().text());
        call.tell(new CallActor.End(EndCause.NOT_ANSWERED));
        over();
    }

    private void onDisconnected(@Nullable String cause, @Nullable String detail) {
        report(State.DISCONNECTED, cause, detail);
        call.tell(new CallActor.HungUp());
        over();
    }

    private void over() {
        if (state instanceof ConnectionState.Alive alive) {
            become(alive.onDisconnected());
        }
    }

    private Behavior<Command> onSignal(Signal signal) {
        if (signal == Signal.MEDIA_STABLE) {
            media.onStable();
        } else if (connectionId != null && media.onDue()) {
            getContext()
                    .pipeToSelf(
                            parts.automation().startMediaStreaming(connectionId, ringing.callId()),
                            (done, failure) -> new Asked(failure == null ? null : reason(failure)));
        }
        return this;
    }

    /** Asked for again: whether it flows is told by a callback, or by the media itself. */
    private Behavior<Command> onAsked(Asked asked) {
        AutomationCause failure = asked.failure();
        if (failure == AutomationCause.CALL_GONE) {
            onDisconnected(failure.wireName(), null);
            return Behaviors.stopped();
        } else if (failure != null) {
            media.onNotAsked(failure);
        }
        return this;
    }

    private Behavior<Command> onLeave() {
        if (state instanceof ConnectionState.Answering answering) {
            become(answering.onLeave());
        } else if (state instanceof ConnectionState.Standing standing) {
            ConnectionState.Leaving leaving = standing.onLeave();
            become(leaving);
            leave(leaving.connectionId());
        }
        return this;
    }

    private void leave(String id) {
        CompletionStage<Done> told = parts.settings().whenLeaving() == WhenLeaving.HANG_UP
                ? parts.automation().hangUp(id)
                : parts.automation().stopMediaStreaming(id);
        getContext().pipeToSelf(told, (done, failure) -> new Left(failure == null ? null : reason(failure)));
    }

    private Behavior<Command> onLeft(Left left) {
        AutomationCause failure = left.failure();
        if (failure != null) {
            LOG.atWarn()
                    .setMessage("a phone call could not be left")
                    .addKeyValue("call", ringing.callId())
                    .addKeyValue("cause", failure.wireName())
                    .log();
        }
        if (state instanceof ConnectionState.Leaving leaving) {
            become(leaving.onLeft());
        }
        return Behaviors.stopped();
    }

    private void report(State what, @Nullable String cause, @Nullable String detail) {
        call.tell(new CallActor.Report(new ConnectionChanged(what, cause, detail)));
    }

    private void become(ConnectionState next) {
        LOG.atInfo()
                .setMessage("connection state")
                .addKeyValue("call", ringing.callId())
                .addKeyValue("from", state.getClass().getSimpleName())
                .addKeyValue("to", next.getClass().getSimpleName())
                .log();
        state = next;
    }
}
