package dev.earshot.transcript;

import dev.earshot.transcript.TranscriptActor.NextBatch;
import dev.earshot.transcript.TranscriptActor.StoreBatch;
import dev.earshot.transcript.WriterState.BackingOff;
import dev.earshot.transcript.WriterState.Finished;
import dev.earshot.transcript.WriterState.HandedOver;
import dev.earshot.transcript.WriterState.Pulling;
import dev.earshot.transcript.WriterState.SpillWriting;
import dev.earshot.transcript.WriterState.Spilling;
import dev.earshot.transcript.WriterState.Standing;
import dev.earshot.transcript.WriterState.Writing;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one call's log into the store, and to disk while the store is away. It holds one batch at most and knows how
 * far each of both has got; what is to be written next it pulls from the log, which therefore waits for nobody and is
 * never asked to keep a second queue.
 *
 * <pre>
 *               pulled               written
 *   Pulling ───────────▶ Writing ───────────────▶ Pulling
 *     ▲  ▲                  │ │  written, the last of the call
 *     │  │ retry   not      │ └──────────────────▶ Finished, stops
 *     │  └─ BackingOff ◀────┤ written
 *     │         │   ▲       └─ stale owner, erased, or ended, away for too long and no disk ──▶ stops
 *     │   spill │   │ not spilled
 *     │   is due▼   └───────────┐  spilled
 *     └────── Spilling ──▶ SpillWriting ──────────▶ Spilling
 *       retry         pulled    │  spilled, the last of the call
 *                               └─────────────────▶ HandedOver, stops
 * </pre>
 *
 * To spill is due when the store has been away for a while, which is another for each call so that not all begin at once,
 * when the call has ended, or when more waits in memory than may. On disk a log is whole, from its first event on; once the
 * store has caught up from memory the file goes.
 */
public final class StoreWriterActor extends AbstractBehavior<StoreWriterActor.Command> {

    /** Messages to the writer; it makes all of them itself. */
    public sealed interface Command {}

    private record OnPulled(StoreBatch batch) implements Command {}

    private record OnWritten(long storedSeq) implements Command {}

    private record OnNotWritten(StoreFailure cause) implements Command {}

    private record OnSpilled(long spilledSeq) implements Command {}

    private record OnNotSpilled(StoreFailure cause) implements Command {}

    private enum Due implements Command {
        RETRY,
        SPILL,
        GIVE_UP
    }

    /** What the call's owner is told. */
    public sealed interface Report {
        String callId();
    }

    /** The store cannot be written now; told once, until it is {@link StoreBack}. */
    public record StoreAway(String callId, StoreFailure cause) implements Report {}

    /** The store can be written again. */
    public record StoreBack(String callId) implements Report {}

    /** Everything is stored, and the writer has stopped. */
    public record AllStored(String callId, long storedSeq) implements Report {}

    /** Everything is on disk and goes into the store from there; the writer has stopped. */
    public record AllSpilled(String callId, long storedSeq) implements Report {}

    /** Not everything is stored, nothing more will be, and the writer has stopped. */
    public record GaveUp(String callId, StoreFailure cause, long storedSeq) implements Report {}

    private static final Logger log = LoggerFactory.getLogger(StoreWriterActor.class);

    private final TranscriptActor.Call call;
    private final StoreWriterSettings settings;
    private final ActorRef<TranscriptActor.Command> transcript;
    private final Storage storage;
    private final StoreBacklog.Share backlog;
    private final BatchWriter batches;
    private final RandomGenerator random;
    private final ActorRef<Report> reportTo;
    private final TimerScheduler<Command> timers;
    private final ActorRef<StoreBatch> pulled;
    private TranscriptActor.Stored told = new TranscriptActor.Stored(0, null);
    private WriterState state;
    private long lastSeq;
    private boolean ended;
    private boolean awayForLong;
    private boolean diskRefuses;

    /**
     * One call's writer.
     *
     * @param storedSeq what the store already holds of this call, 0 for a new one
     * @param random where the retries' jitter comes from
     */
    public static Behavior<Command> create(
            TranscriptActor.Call call,
            StoreWriterSettings settings,
            long storedSeq,
            ActorRef<TranscriptActor.Command> transcript,
            Storage storage,
            RandomGenerator random,
            ActorRef<Report> reportTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new StoreWriterActor(
                context, timers, call, settings, storedSeq, transcript, storage, random, reportTo)));
    }

    private StoreWriterActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            TranscriptActor.Call call,
            StoreWriterSettings settings,
            long storedSeq,
            ActorRef<TranscriptActor.Command> transcript,
            Storage storage,
            RandomGenerator random,
            ActorRef<Report> reportTo) {
        super(context);
        this.timers = timers;
        this.call = call;
        this.settings = settings;
        this.transcript = transcript;
        this.storage = storage;
        this.backlog = storage.backlog().share(call);
        this.batches = new BatchWriter(call, storage);
        this.random = random;
        this.reportTo = reportTo;
        this.pulled = context.messageAdapter(StoreBatch.class, OnPulled::new);
        this.state = new Pulling(Standing.from(storedSeq));
        pull(storedSeq);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(OnPulled.class, this::onPulled)
                .onMessage(OnWritten.class, this::onWritten)
                .onMessage(OnNotWritten.class, this::onNotWritten)
                .onMessage(OnSpilled.class, this::onSpilled)
                .onMessage(OnNotSpilled.class, this::onNotSpilled)
                .onMessage(Due.class, this::onDue)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    /** An answer to a question that was replaced by another begins elsewhere, or comes while nothing is awaited. */
    private Behavior<Command> onPulled(OnPulled event) {
        StoreBatch batch = event.batch();
        if (state instanceof Pulling pulling && batch.afterSeq() == state.at().storedSeq()) {
            observe(batch);
            Writing writing = pulling.onPulled(batch);
            state = writing;
            getContext()
                    .pipeToSelf(
                            batches.store(writing),
                            (stored, failure) -> failure == null
                                    ? new OnWritten(stored)
                                    : new OnNotWritten(StoreException.failureOf(failure)));
        } else if (state instanceof Spilling spilling
                && batch.afterSeq() == state.at().spilledSeq()) {
            observe(batch);
            SpillWriting writing = spilling.onPulled(batch);
            state = writing;
            getContext()
                    .pipeToSelf(
                            batches.spill(writing),
                            (spilled, failure) -> failure == null
                                    ? new OnSpilled(spilled)
                                    : new OnNotSpilled(StoreException.failureOf(failure)));
        }
        return this;
    }

    private void observe(StoreBatch batch) {
        lastSeq = batch.summary().lastSeq();
        ended = batch.summary().state() == CallSummary.State.ENDED;
        backlog.set(batch.waiting());
    }

    private Behavior<Command> onWritten(OnWritten event) {
        if (!(state instanceof Writing writing)) {
            return this;
        }
        if (writing.at().failures() > 0) {
            onBack();
        }
        storage.backlog().onStored(Math.max(0, event.storedSeq() - writing.at().storedSeq()));
        state = writing.onWritten(event.storedSeq());
        if (state.at().spilledSeq() < writing.at().spilledSeq()) {
            storage.spill().discard(call);
        }
        backlog.set(writing.batch().waitingAfterIt());
        if (state instanceof Pulling pulling && backlog.tooMuch() && !diskRefuses) {
            state = pulling.onTooMuch();
        }
        return proceed();
    }

    private void onBack() {
        backlog.onBack();
        reportTo.tell(new StoreBack(call.callId()));
        timers.cancel(Due.SPILL);
        timers.cancel(Due.GIVE_UP);
        awayForLong = false;
    }

    private Behavior<Command> onNotWritten(OnNotWritten event) {
        if (!(state instanceof Writing writing)) {
            return this;
        }
        storage.backlog().onRefused(event.cause());
        if (event.cause().forGood()) {
            storage.spill().discard(call);
            return giveUp(event.cause());
        }
        if (writing.at().failures() == 0) {
            onAway(event.cause());
        }
        BackingOff backingOff = writing.onNotWritten(event.cause());
        state = awayForLong || ended || backlog.tooMuch() ? backingOff.onSpillDue() : backingOff;
        return proceed();
    }

    private void onAway(StoreFailure cause) {
        backlog.onAway(cause);
        reportTo.tell(new StoreAway(call.callId(), cause));
        timers.startSingleTimer(Due.SPILL, Due.SPILL, settings.spillDelay(random));
    }

    private Behavior<Command> onSpilled(OnSpilled event) {
        if (state instanceof SpillWriting writing) {
            diskRefuses = false;
            state = writing.onSpilled(event.spilledSeq());
            backlog.set(writing.batch().waitingAfterIt());
        }
        return proceed();
    }

    private Behavior<Command> onNotSpilled(OnNotSpilled event) {
        if (!(state instanceof SpillWriting writing)) {
            return this;
        }
        storage.backlog().onRefused(event.cause());
        if (!diskRefuses) {
            log.atWarn()
                    .addKeyValue("call", call.callId())
                    .addKeyValue("cause", event.cause().wireName())
                    .addKeyValue("spilledSeq", writing.at().spilledSeq())
                    .log("The log cannot go to disk; it waits in memory");
        }
        diskRefuses = true;
        if (ended && storage.backlog().full()) {
            return giveUp(event.cause());
        }
        if (ended && !timers.isTimerActive(Due.GIVE_UP)) {
            timers.startSingleTimer(Due.GIVE_UP, Due.GIVE_UP, settings.giveUpAfter());
        }
        state = writing.onNotSpilled(event.cause());
        return proceed();
    }

    private Behavior<Command> onDue(Due due) {
        return switch (due) {
            case RETRY -> onRetry();
            case SPILL -> onSpillDue();
            case GIVE_UP -> giveUp(StoreFailure.AWAY);
        };
    }

    private Behavior<Command> onRetry() {
        if (state instanceof SpillWriting writing) {
            state = writing.onRetry();
            return this;
        } else if (state instanceof BackingOff backingOff) {
            state = backingOff.onRetry();
        } else if (state instanceof Spilling spilling) {
            state = spilling.onRetry();
        }
        return proceed();
    }

    private Behavior<Command> onSpillDue() {
        awayForLong = true;
        if (state instanceof BackingOff backingOff) {
            state = backingOff.onSpillDue();
            return proceed();
        }
        return this;
    }

    private Behavior<Command> proceed() {
        tellHowFar();
        if (state instanceof Pulling) {
            pull(state.at().storedSeq());
        } else if (state instanceof BackingOff) {
            retryLater();
        } else if (state instanceof Spilling) {
            retryLater();
            pull(state.at().spilledSeq());
        } else if (state instanceof Finished) {
            reportTo.tell(new AllStored(call.callId(), state.at().storedSeq()));
            return Behaviors.stopped();
        } else if (state instanceof HandedOver) {
            log.atInfo()
                    .addKeyValue("call", call.callId())
                    .addKeyValue("storedSeq", state.at().storedSeq())
                    .addKeyValue("spilledSeq", state.at().spilledSeq())
                    .log("The log of an ended call waits on disk");
            reportTo.tell(new AllSpilled(call.callId(), state.at().storedSeq()));
            return Behaviors.stopped();
        }
        return this;
    }

    private void retryLater() {
        if (!timers.isTimerActive(Due.RETRY)) {
            timers.startSingleTimer(
                    Due.RETRY, Due.RETRY, settings.retryDelay(state.at().failures(), random));
        }
    }

    /** The log passes it on to whoever reads. */
    private void tellHowFar() {
        Standing at = state.at();
        Unstored.Where where = at.spilledSeq() >= lastSeq ? Unstored.Where.DISK : Unstored.Where.MEMORY;
        StoreFailure cause = at.cause();
        TranscriptActor.Stored now =
                new TranscriptActor.Stored(at.storedSeq(), cause == null ? null : new Unstored(where, cause));
        if (!now.equals(told)) {
            told = now;
            transcript.tell(now);
        }
    }

    private Behavior<Command> giveUp(StoreFailure cause) {
        long lost = Math.max(0, lastSeq - state.at().storedSeq());
        log.atError()
                .addKeyValue("call", call.callId())
                .addKeyValue("cause", cause.wireName())
                .addKeyValue("storedSeq", state.at().storedSeq())
                .addKeyValue("lost", lost)
                .log("The store has not got the whole log and will not");
        storage.backlog().onLost(lost);
        reportTo.tell(new GaveUp(call.callId(), cause, state.at().storedSeq()));
        return Behaviors.stopped();
    }

    /** A call that fails leaves to others what it has on disk. */
    private Behavior<Command> onPostStop() {
        backlog.close();
        if (state.at().spilledSeq() > 0 && !(state instanceof HandedOver)) {
            storage.spill().release(call);
        }
        return this;
    }

    private void pull(long afterSeq) {
        transcript.tell(
                new NextBatch(afterSeq, state.at().safeSeq(), settings.batchEvents(), settings.batchChars(), pulled));
    }
}
