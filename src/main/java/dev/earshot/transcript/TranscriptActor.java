package dev.earshot.transcript;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of one call's log. Durable events get a contiguous sequence number and stay in memory until the actor
 * stops; volatile ones replace each other. Readers are offered both and never waited for. The store's writer pulls
 * ({@link NextBatch}) and is never waited for either.
 *
 * <pre>
 *   Append ──▶ log ──┬──▶ subscribers      (full: resume from the cursor)
 *   Show ──▶ showing ┘
 *              log ◀──pull── StoreWriterActor
 * </pre>
 */
public final class TranscriptActor extends AbstractBehavior<TranscriptActor.Command> {

    /** What can be asked of the log. */
    public sealed interface Command {}

    /** Writes an event into the log. Nothing enters after {@link CallEvent.CallEnded}. */
    public record Append(CallEvent.Durable event) implements Command {}

    /** Shows an event to whoever reads now. */
    public record Show(CallEvent.Volatile event) implements Command {}

    /**
     * Answers with everything after {@code afterSeq}, and offers the subscriber every event from there on. The answer is
     * told before the first offer is made, but travels by another way: a port whose offers can overtake it holds them
     * back until it has passed the answer on.
     */
    public record Subscribe(long afterSeq, SubscriberPort subscriber, ActorRef<CallSnapshot> replyTo)
            implements Command {}

    /** Ends a subscription, if there is one. */
    public record Unsubscribe(SubscriberPort subscriber) implements Command {}

    /** Answers with at most {@code limit} events after {@code afterSeq}, and what is showing. */
    public record GetEvents(long afterSeq, int limit, ActorRef<CallSnapshot> replyTo) implements Command {}

    /** Answers with the call in one line. */
    public record GetSummary(ActorRef<CallSummary> replyTo) implements Command {}

    /**
     * The store's writer asks for what comes after {@code afterSeq}: answered at once, or as soon as there is something,
     * or with an empty last batch when the log has ended. One at a time: a newer request replaces an older one.
     *
     * @param safeSeq what comes after it is nowhere but here
     * @param maxChars of JSON in a batch; one event is given however long it is
     */
    public record NextBatch(long afterSeq, long safeSeq, int maxEvents, long maxChars, ActorRef<StoreBatch> replyTo)
            implements Command {}

    /**
     * The store holds everything up to {@code seq}; less than before if it has lost what it had.
     *
     * @param unstored why it has no more, and where that waits; null where nothing keeps it from going on
     */
    public record Stored(long seq, @Nullable Unstored unstored) implements Command {}

    /**
     * What the store's writer has to write next.
     *
     * @param afterSeq as it was asked for
     * @param waiting what is nowhere but in memory, with these or without
     * @param last nothing will follow
     */
    public record StoreBatch(
            long afterSeq, List<LoggedEvent> events, CallSummary summary, StoreBacklog.Amount waiting, boolean last) {
        public StoreBatch {
            events = List.copyOf(events);
        }

        /** What waits in memory alone once these events do not. */
        StoreBacklog.Amount waitingAfterIt() {
            long chars = events.stream()
                    .mapToLong(event -> event.rendered().length())
                    .sum();
            return new StoreBacklog.Amount(
                    Math.max(0, waiting.events() - events.size()), Math.max(0, waiting.bytes() - chars));
        }
    }

    /**
     * Whose log this is.
     *
     * @param epoch of the owner, which is part of every stored event's id
     */
    public record Call(String callId, long epoch, Instant startedAt) {}

    /**
     * How much a log may hold.
     *
     * @param maxEvents of a call, all of them in memory; past it only the end of the call is taken
     */
    public record Settings(int maxEvents) {
        public static final Settings DEFAULT = new Settings(50_000);

        public Settings {
            if (maxEvents < 1 || maxEvents > 1_000_000) {
                throw new IllegalArgumentException("maxEvents must be 1 to 1000000: " + maxEvents);
            }
        }
    }

    private static final Logger log = LoggerFactory.getLogger(TranscriptActor.class);

    private final String callId;
    private final LongSupplier callClock;
    private final LogListener listener;
    private final CallLog events;
    private final Showing showing = new Showing();
    private final Subscribers subscribers;
    private @Nullable NextBatch waitingWriter;
    private @Nullable Stored stored;
    private long refused;

    /**
     * One call's log.
     *
     * @param earlier the log so far, from seq 1 on, where this owner goes on with a call; else empty
     * @param callClock ms since the call started
     */
    public static Behavior<Command> create(
            Call call, Settings settings, List<LoggedEvent> earlier, LongSupplier callClock, LogListener listener) {
        return Behaviors.setup(context -> new TranscriptActor(context, call, settings, earlier, callClock, listener));
    }

    private TranscriptActor(
            ActorContext<Command> context,
            Call call,
            Settings settings,
            List<LoggedEvent> earlier,
            LongSupplier callClock,
            LogListener listener) {
        super(context);
        this.callId = call.callId();
        this.callClock = callClock;
        this.listener = listener;
        // nobody has looked at it yet, and a list that is read before somebody does must not say that all is well
        CallSummary starting =
                CallSummary.starting(call.callId(), call.startedAt()).with(CallHealth.STARTING);
        this.events = new CallLog(starting, settings.maxEvents(), earlier);
        this.subscribers = new Subscribers(call.callId());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Append.class, this::onAppend)
                .onMessage(Show.class, this::onShow)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Unsubscribe.class, this::onUnsubscribe)
                .onMessage(GetEvents.class, this::onGetEvents)
                .onMessage(GetSummary.class, this::onGetSummary)
                .onMessage(NextBatch.class, this::onNextBatch)
                .onMessage(Stored.class, this::onStored)
                .build();
    }

    private Behavior<Command> onAppend(Append command) {
        Optional<LoggedEvent> logged = events.append(command.event(), callClock.getAsLong());
        logged.ifPresentOrElse(this::onLogged, () -> onRefused(command.event()));
        return this;
    }

    private void onLogged(LoggedEvent logged) {
        listener.onLogged(logged);
        showing.settle(logged.event());
        if (subscribers.offer(logged)) {
            listener.onTaken(logged.event(), callClock.getAsLong());
        }
        answerWriter();
        listener.onSummary(events.summary());
    }

    private void onRefused(CallEvent.Durable event) {
        refused++;
        log.atWarn()
                .addKeyValue("call", callId)
                .addKeyValue("type", event.type())
                .addKeyValue("cause", events.ended() ? "callEnded" : "logFull")
                .addKeyValue("refused", refused)
                .log("An event did not enter the log");
    }

    private Behavior<Command> onShow(Show command) {
        if (events.ended()) {
            return this;
        }
        CallEvent.Volatile event =
                command.event() instanceof CallEvent.Health health ? health.with(stored) : command.event();
        Showing.Shown shown = new Showing.Shown(callId, callClock.getAsLong(), event);
        showing.show(shown);
        if (event instanceof CallEvent.Health health && events.onHealth(CallHealth.of(health))) {
            listener.onSummary(events.summary());
        }
        if (subscribers.any()) {
            subscribers.offer(shown.json());
        }
        return this;
    }

    private Behavior<Command> onSubscribe(Subscribe command) {
        CallSnapshot snapshot = snapshot(command.afterSeq(), Integer.MAX_VALUE);
        command.replyTo().tell(snapshot);
        snapshot.events().forEach(given -> listener.onTaken(given.event(), callClock.getAsLong()));
        subscribers.add(command.subscriber(), events.lastSeq());
        return this;
    }

    private Behavior<Command> onUnsubscribe(Unsubscribe command) {
        subscribers.remove(command.subscriber());
        return this;
    }

    private Behavior<Command> onGetEvents(GetEvents command) {
        command.replyTo().tell(snapshot(command.afterSeq(), command.limit()));
        return this;
    }

    private Behavior<Command> onGetSummary(GetSummary command) {
        CallSummary now = events.summary().asOf(callClock.getAsLong());
        command.replyTo().tell(stored == null ? now : now.stored(stored.seq(), stored.unstored()));
        return this;
    }

    private Behavior<Command> onNextBatch(NextBatch command) {
        waitingWriter = command;
        answerWriter();
        return this;
    }

    private Behavior<Command> onStored(Stored command) {
        stored = command;
        return this;
    }

    private void answerWriter() {
        NextBatch request = waitingWriter;
        if (request == null || (request.afterSeq() >= events.lastSeq() && !events.ended())) {
            return;
        }
        waitingWriter = null;
        List<LoggedEvent> batch = events.after(request.afterSeq(), request.maxEvents(), request.maxChars());
        boolean last = events.ended() && request.afterSeq() + batch.size() >= events.lastSeq();
        request.replyTo()
                .tell(new StoreBatch(
                        request.afterSeq(), batch, events.summary(), events.amountAfter(request.safeSeq()), last));
    }

    private CallSnapshot snapshot(long afterSeq, int limit) {
        return new CallSnapshot(
                callId, events.lastSeq(), events.summary().state(), events.after(afterSeq, limit), showing.all());
    }
}
