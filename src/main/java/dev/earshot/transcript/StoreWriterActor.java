package dev.earshot.transcript;

import dev.earshot.transcript.TranscriptActor.NextBatch;
import dev.earshot.transcript.TranscriptActor.StoreBatch;
import dev.earshot.transcript.WriterState.BackingOff;
import dev.earshot.transcript.WriterState.Finished;
import dev.earshot.transcript.WriterState.Pulling;
import dev.earshot.transcript.WriterState.Writing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one call's log into the store. It holds one batch at most and knows how far the store has got; what is to be
 * written next it pulls from the log, which therefore waits for nobody and is never asked to keep a second queue.
 *
 * <pre>
 *              pulled              written
 *   Pulling ──────────▶ Writing ───────────────▶ Pulling
 *      ▲                 │   │  written, the last of the call
 *      │ retry   not     │   └──────────────────▶ Finished, stops
 *      └── BackingOff ◀──┘   │
 *               written      └─ stale owner, or ended and away for too long ──▶ stops
 * </pre>
 */
public final class StoreWriterActor extends AbstractBehavior<StoreWriterActor.Command> {

    /** Messages to the writer; it makes all of them itself. */
    public sealed interface Command {}

    private record OnPulled(StoreBatch batch) implements Command {}

    private record OnWritten(long storedSeq) implements Command {}

    private record OnNotWritten(StoreFailure cause) implements Command {}

    private record OnRetry() implements Command {}

    private record OnOutOfTime() implements Command {}

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

    /** Not everything is stored, nothing more will be, and the writer has stopped. */
    public record GaveUp(String callId, StoreFailure cause, long storedSeq) implements Report {}

    /**
     * Sizes and patience.
     *
     * @param batchEvents events in a batch, 1 to 10,000
     * @param batchChars of JSON in a batch
     * @param minBackoff before the first retry; doubles with each
     * @param giveUpAfter how long a call that has ended waits for a store that is away
     */
    public record Settings(
            int batchEvents, long batchChars, Duration minBackoff, Duration maxBackoff, Duration giveUpAfter) {

        public static final Settings DEFAULT =
                new Settings(200, 512 * 1024, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMinutes(10));

        public Settings {
            if (batchEvents < 1 || batchEvents > 10_000) {
                throw new IllegalArgumentException("batchEvents must be 1 to 10000: " + batchEvents);
            }
            if (batchChars < 1) {
                throw new IllegalArgumentException("batchChars must be positive: " + batchChars);
            }
            if (minBackoff.isZero() || minBackoff.isNegative() || maxBackoff.compareTo(minBackoff) < 0) {
                throw new IllegalArgumentException("backoff must be positive and in order: " + minBackoff);
            }
            if (giveUpAfter.isZero() || giveUpAfter.isNegative()) {
                throw new IllegalArgumentException("giveUpAfter must be positive: " + giveUpAfter);
            }
        }
    }

    private static final Logger log = LoggerFactory.getLogger(StoreWriterActor.class);

    private final TranscriptActor.Call call;
    private final Settings settings;
    private final ActorRef<TranscriptActor.Command> transcript;
    private final CallStore store;
    private final RandomGenerator random;
    private final ActorRef<Report> reportTo;
    private final TimerScheduler<Command> timers;
    private final ActorRef<StoreBatch> pulled;
    private WriterState state;

    /**
     * One call's writer.
     *
     * @param storedSeq what the store already holds of this call, 0 for a new one
     * @param random where the retries' jitter comes from
     */
    public static Behavior<Command> create(
            TranscriptActor.Call call,
            Settings settings,
            long storedSeq,
            ActorRef<TranscriptActor.Command> transcript,
            CallStore store,
            RandomGenerator random,
            ActorRef<Report> reportTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers ->
                new StoreWriterActor(context, timers, call, settings, storedSeq, transcript, store, random, reportTo)));
    }

    private StoreWriterActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            TranscriptActor.Call call,
            Settings settings,
            long storedSeq,
            ActorRef<TranscriptActor.Command> transcript,
            CallStore store,
            RandomGenerator random,
            ActorRef<Report> reportTo) {
        super(context);
        this.timers = timers;
        this.call = call;
        this.settings = settings;
        this.transcript = transcript;
        this.store = store;
        this.random = random;
        this.reportTo = reportTo;
        this.pulled = context.messageAdapter(StoreBatch.class, OnPulled::new);
        this.state = new Pulling(storedSeq, 0);
        pull();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(OnPulled.class, this::onPulled)
                .onMessage(OnWritten.class, this::onWritten)
                .onMessage(OnNotWritten.class, this::onNotWritten)
                .onMessage(OnRetry.class, this::onRetry)
                .onMessage(OnOutOfTime.class, this::onOutOfTime)
                .build();
    }

    private Behavior<Command> onPulled(OnPulled event) {
        if (state instanceof Pulling pulling) {
            Writing writing = pulling.onPulled(event.batch());
            state = writing;
            getContext()
                    .pipeToSelf(
                            write(writing),
                            (stored, failure) -> failure == null
                                    ? new OnWritten(stored)
                                    : new OnNotWritten(StoreException.failureOf(failure)));
        }
        return this;
    }

    private Behavior<Command> onWritten(OnWritten event) {
        if (!(state instanceof Writing writing)) {
            return this;
        }
        if (writing.failures() > 0) {
            log.atInfo().addKeyValue("call", call.callId()).log("The store can be written again");
            reportTo.tell(new StoreBack(call.callId()));
            timers.cancel(OnOutOfTime.class);
        }
        transcript.tell(new TranscriptActor.Stored(event.storedSeq()));
        state = writing.onWritten(event.storedSeq());
        return proceed();
    }

    private Behavior<Command> onNotWritten(OnNotWritten event) {
        if (!(state instanceof Writing writing)) {
            return this;
        }
        if (event.cause() == StoreFailure.STALE_OWNER) {
            return giveUp(event.cause());
        }
        if (writing.failures() == 0) {
            log.atWarn()
                    .addKeyValue("call", call.callId())
                    .addKeyValue("cause", event.cause().wireName())
                    .addKeyValue("storedSeq", writing.storedSeq())
                    .log("The store cannot be written; the log waits in memory");
            reportTo.tell(new StoreAway(call.callId(), event.cause()));
        }
        if (writing.afterTheEnd() && !timers.isTimerActive(OnOutOfTime.class)) {
            timers.startSingleTimer(OnOutOfTime.class, new OnOutOfTime(), settings.giveUpAfter());
        }
        state = writing.onNotWritten();
        return proceed();
    }

    private Behavior<Command> onRetry(OnRetry event) {
        if (state instanceof BackingOff backingOff) {
            state = backingOff.onRetry();
        }
        return proceed();
    }

    private Behavior<Command> onOutOfTime(OnOutOfTime event) {
        return giveUp(StoreFailure.AWAY);
    }

    private Behavior<Command> proceed() {
        if (state instanceof Pulling) {
            pull();
        } else if (state instanceof BackingOff backingOff) {
            timers.startSingleTimer(OnRetry.class, new OnRetry(), delay(backingOff.failures()));
        } else if (state instanceof Finished) {
            reportTo.tell(new AllStored(call.callId(), state.storedSeq()));
            return Behaviors.stopped();
        }
        return this;
    }

    private Behavior<Command> giveUp(StoreFailure cause) {
        log.atError()
                .addKeyValue("call", call.callId())
                .addKeyValue("cause", cause.wireName())
                .addKeyValue("storedSeq", state.storedSeq())
                .log("The store has not got the whole log and will not");
        reportTo.tell(new GaveUp(call.callId(), cause, state.storedSeq()));
        return Behaviors.stopped();
    }

    private void pull() {
        transcript.tell(new NextBatch(state.storedSeq(), settings.batchEvents(), settings.batchChars(), pulled));
    }

    /** Events, then the summary, then the end: each is harmless to do again, so a retry starts from the beginning. */
    private CompletionStage<Long> write(Writing writing) {
        StoreBatch batch = writing.batch();
        return CompletableFuture.completedStage(batch)
                .thenCompose(start -> batch.events().isEmpty()
                        ? CompletableFuture.completedStage(writing.storedSeq())
                        : store.append(call.callId(), call.epoch(), batch.events()))
                .thenCompose(stored -> writing.complete(stored)
                        ? writeSummary(batch).thenApply(done -> stored)
                        : CompletableFuture.completedStage(stored));
    }

    private CompletionStage<?> writeSummary(StoreBatch batch) {
        CompletionStage<?> saved = store.saveSummary(batch.summary());
        return batch.last() ? saved.thenCompose(done -> store.expire(call.callId())) : saved;
    }

    /** Doubles with each failure; the upper half of it is left to chance, so that calls do not return all at once. */
    private Duration delay(int failures) {
        long doubled = settings.minBackoff().toMillis() << Math.min(Math.max(failures - 1, 0), 20);
        long full = Math.min(doubled, settings.maxBackoff().toMillis());
        return Duration.ofMillis(full / 2 + (long) (random.nextDouble() * (full - full / 2)));
    }
}
