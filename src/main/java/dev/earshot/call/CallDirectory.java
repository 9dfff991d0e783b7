package dev.earshot.call;

import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Knows which actor a call has: one, opened once. An id is used for one call: after its end it is refused for as long as
 * it is remembered here. Also keeps the one-line list of calls that consoles watch.
 */
public final class CallDirectory extends AbstractBehavior<CallDirectory.Command> {

    public sealed interface Command {}

    /** Opens a call, or finds it where it lives already. */
    public record Open(String callId, CallSetup setup, ActorRef<Opening> replyTo) implements Command {}

    public record Find(String callId, ActorRef<Optional<ActorRef<CallActor.Command>>> replyTo) implements Command {}

    /**
     * Says which of the platform's calls this is, see {@link CallConnections}.
     *
     * @param connectionId the platform's id; empty where whoever comes names none
     * @param replyTo told whether it belongs to the call
     */
    public record Bind(String callId, Optional<String> connectionId, ActorRef<Boolean> replyTo) implements Command {}

    /** Asks for the calls that live here and those that ended here lately, newest start first. */
    public record GetPage(CallPage.Request request, ActorRef<CallPage> replyTo) implements Command {}

    /**
     * Forgets a call that has ended, though the store may not have all of it yet.
     *
     * @param replyTo told whether it is forgotten: a call that lives is not
     */
    public record Forget(String callId, ActorRef<Boolean> replyTo) implements Command {}

    /** Tells {@code watcher} the list now, and again when it has changed, but not all the time. */
    public record Watch(CallListWatcher watcher) implements Command {}

    public record Unwatch(CallListWatcher watcher) implements Command {}

    /** Ends every call, and answers when all have ended and are stored or on disk, or neither takes them. None is opened after this. */
    public record EndAll(EndCause cause, ActorRef<Drained> replyTo) implements Command {}

    private record SummaryChanged(CallSummary summary) implements Command {}

    private record CallStopped(String callId) implements Command {}

    private enum Signal implements Command {
        PUBLISH,
        STORE_OVERDUE
    }

    /** What became of a wish to open a call. */
    public sealed interface Opening {
        /**
         * It lives.
         *
         * @param before it did so already, and has been told the setup
         */
        record Opened(ActorRef<CallActor.Command> call, boolean before) implements Opening {}

        record Refused(RefusalCause cause) implements Opening {}
    }

    /** Why a call was not opened. */
    public enum RefusalCause {
        TOO_MANY_CALLS("tooManyCalls"),
        CALL_ENDED("callEnded"),
        SHUTTING_DOWN("shuttingDown");

        private final String wireName;

        RefusalCause(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /**
     * What watchers are told.
     *
     * @param forgotten ids of calls that are not to be listed, whoever else may know them
     */
    public record CallList(List<CallSummary> calls, Set<String> forgotten) {}

    /** Whoever watches the list; called on the directory's thread, must return at once. */
    @FunctionalInterface
    public interface CallListWatcher {
        /** Takes the newest list; false where nobody watches any more. */
        boolean onCalls(CallList list);
    }

    public record Drained() {}

    /** Makes the behaviour of a call; the directory decides when there is one. */
    @FunctionalInterface
    public interface CallFactory {
        Behavior<CallActor.Command> create(String callId, CallSetup setup, ActorRef<CallSummary> summaries);

        /** How a call is run that was created just now. */
        default Props props(String callId) {
            return Props.empty();
        }
    }

    private static final int ENDED_REMEMBERED = 1_000;
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(3);

    private final TimerScheduler<Command> timers;
    private final CallFactory factory;
    private final CallDirectorySettings settings;
    private final ActorRef<CallSummary> summaryChanges;
    private final Map<String, ActorRef<CallActor.Command>> live = new HashMap<>();
    private final Map<String, ActorRef<CallActor.Command>> storing = new HashMap<>();
    private final Map<String, CallSummary> summaries = new HashMap<>();
    private final CallConnections connections = new CallConnections();
    private final Map<String, CallSummary> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CallSummary> eldest) {
            return size() > ENDED_REMEMBERED;
        }
    };
    private final Set<String> forgotten = new LinkedHashSet<>();
    private final List<CallListWatcher> watchers = new ArrayList<>();
    private final List<ActorRef<Drained>> awaitingDrain = new ArrayList<>();
    private boolean shuttingDown;

    public static Behavior<Command> create(CallDirectorySettings settings, CallFactory factory) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new CallDirectory(context, timers, settings, factory)));
    }

    private CallDirectory(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            CallDirectorySettings settings,
            CallFactory factory) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.factory = factory;
        this.summaryChanges = context.messageAdapter(CallSummary.class, SummaryChanged::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Open.class, this::onOpen)
                .onMessage(Find.class, this::onFind)
                .onMessage(Bind.class, this::onBind)
                .onMessage(GetPage.class, this::onGetPage)
                .onMessage(Forget.class, this::onForget)
                .onMessage(Watch.class, this::onWatch)
                .onMessage(Unwatch.class, this::onUnwatch)
                .onMessage(EndAll.class, this::onEndAll)
                .onMessage(SummaryChanged.class, this::onSummaryChanged)
                .onMessage(Signal.class, signal -> signal == Signal.PUBLISH ? onPublish() : onDrained())
                .onMessage(CallStopped.class, this::onCallStopped)
                .build();
    }

    private Behavior<Command> onOpen(Open open) {
        ActorRef<CallActor.Command> call = live.get(open.callId());
        if (call != null) {
            call.tell(new CallActor.AddSetup(open.setup()));
            open.replyTo().tell(new Opening.Opened(call, true));
            return this;
        }
        Optional<RefusalCause> refusal = refusal(open.callId());
        open.replyTo()
                .tell(refusal.<Opening>map(Opening.Refused::new)
                        .orElseGet(() -> new Opening.Opened(start(open), false)));
        return this;
    }

    private Optional<RefusalCause> refusal(String callId) {
        if (shuttingDown) {
            return Optional.of(RefusalCause.SHUTTING_DOWN);
        } else if (ended.containsKey(callId) || storing.containsKey(callId) || forgotten.contains(callId)) {
            return Optional.of(RefusalCause.CALL_ENDED);
        }
        return live.size() >= settings.maxCalls() ? Optional.of(RefusalCause.TOO_MANY_CALLS) : Optional.empty();
    }

    private ActorRef<CallActor.Command> start(Open open) {
        ActorRef<CallActor.Command> call = getContext()
                .spawn(
                        factory.create(open.callId(), open.setup(), summaryChanges),
                        actorName(open.callId()),
                        factory.props(open.callId()));
        live.put(open.callId(), call);
        getContext().watchWith(call, new CallStopped(open.callId()));
        return call;
    }

    /** What a call's actor is called. */
    public static String actorName(String callId) {
        return "call-" + callId;
    }

    private Behavior<Command> onFind(Find find) {
        find.replyTo().tell(Optional.ofNullable(live.getOrDefault(find.callId(), storing.get(find.callId()))));
        return this;
    }

    /** A call that is gone meanwhile has no connection to mistake. */
    private Behavior<Command> onBind(Bind bind) {
        bind.replyTo()
                .tell(!live.containsKey(bind.callId())
                        || connections.bind(bind.callId(), bind.connectionId().orElse(null)));
        return this;
    }

    private Behavior<Command> onGetPage(GetPage get) {
        get.replyTo().tell(CallPage.of(all(), get.request()));
        return this;
    }

    private Behavior<Command> onForget(Forget forget) {
        boolean ends = !live.containsKey(forget.callId());
        if (ends) {
            ActorRef<CallActor.Command> call = storing.get(forget.callId());
            if (call != null) {
                call.tell(new CallActor.Forget());
            }
            ended.remove(forget.callId());
            remember(forget.callId());
            publishSoon();
        }
        forget.replyTo().tell(ends);
        return this;
    }

    private void remember(String callId) {
        forgotten.add(callId);
        if (forgotten.size() > ENDED_REMEMBERED) {
            forgotten.remove(forgotten.iterator().next());
        }
    }

    private Behavior<Command> onWatch(Watch watch) {
        if (!watchers.contains(watch.watcher()) && watch.watcher().onCalls(list())) {
            watchers.add(watch.watcher());
        }
        return this;
    }

    private Behavior<Command> onUnwatch(Unwatch unwatch) {
        watchers.remove(unwatch.watcher());
        return this;
    }

    private Behavior<Command> onSummaryChanged(SummaryChanged changed) {
        CallSummary summary = changed.summary();
        if (summary.state() == CallSummary.State.ENDED) {
            summaries.remove(summary.callId());
            if (!forgotten.contains(summary.callId())) {
                ended.put(summary.callId(), summary);
            }
            toStoring(summary.callId());
            answerDrained();
        } else {
            summaries.put(summary.callId(), summary);
        }
        publishSoon();
        return this;
    }

    /** From its end until its store has all of it, a call no longer counts as one. */
    private void toStoring(String callId) {
        ActorRef<CallActor.Command> call = live.remove(callId);
        if (call != null) {
            storing.put(callId, call);
            connections.forget(callId);
        }
    }

    private void publishSoon() {
        if (!watchers.isEmpty() && !timers.isTimerActive(Signal.PUBLISH)) {
            timers.startSingleTimer(Signal.PUBLISH, settings.publishEvery());
        }
    }

    private Behavior<Command> onPublish() {
        CallList list = list();
        watchers.removeIf(watcher -> !watcher.onCalls(list));
        return this;
    }

    /** As a rule its end is known by now; a call that failed has left without a word. */
    private Behavior<Command> onCallStopped(CallStopped stopped) {
        live.remove(stopped.callId());
        connections.forget(stopped.callId());
        storing.remove(stopped.callId());
        CallSummary last = summaries.remove(stopped.callId());
        if (last != null) {
            ended.put(stopped.callId(), endedAsOf(last));
            publishSoon();
        }
        answerDrained();
        return this;
    }

    /** The last that is known of a call whose end nobody wrote down. */
    static CallSummary endedAsOf(CallSummary last) {
        return last.state() == CallSummary.State.ENDED ? last : last.endedAfter(last.durationMs());
    }

    private Behavior<Command> onEndAll(EndAll end) {
        shuttingDown = true;
        live.values().forEach(call -> call.tell(new CallActor.End(end.cause())));
        awaitingDrain.add(end.replyTo());
        answerDrained();
        return this;
    }

    /** Calls stop once the store or the disk has them. What takes neither holds up the end only for so long. */
    private void answerDrained() {
        if (!shuttingDown) {
            return;
        }
        if (live.isEmpty() && storing.isEmpty()) {
            onDrained();
        } else if (live.isEmpty() && !timers.isTimerActive(Signal.STORE_OVERDUE)) {
            timers.startSingleTimer(Signal.STORE_OVERDUE, STORE_PATIENCE);
        }
    }

    private Behavior<Command> onDrained() {
        awaitingDrain.forEach(waiting -> waiting.tell(new Drained()));
        awaitingDrain.clear();
        return this;
    }

    private CallList list() {
        CallPage newest = CallPage.of(all(), CallPage.Request.newest(settings.maxListed()));
        return new CallList(newest.calls(), Set.copyOf(forgotten));
    }

    private List<CallSummary> all() {
        List<CallSummary> all = new ArrayList<>(summaries.values());
        all.addAll(ended.values());
        return all;
    }
}
