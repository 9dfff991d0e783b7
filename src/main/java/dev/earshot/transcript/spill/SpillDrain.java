package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.StoreException;
import dev.earshot.transcript.StoreFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings logs that have no owner from disk into the store, batch by batch, a few at once. A store that is away is asked
 * by one of them, later and later; one that refuses a log is asked again for this log, later and later. For the disk's
 * thread.
 *
 * <pre>
 *   waiting ──▶ read a batch ──▶ append ──▶ waiting                    nothing left ──▶ summary ──▶ file deleted
 *      ▲                           │ away: all wait · refused: it waits · lost what it had: again from there
 *      └───────────────────────────┘ stale owner ──▶ put aside, erased ──▶ file deleted
 * </pre>
 */
final class SpillDrain {

    private static final Logger log = LoggerFactory.getLogger(SpillDrain.class);

    private final SpillSettings.Drain settings;
    private final CallStore store;
    private final StoreBacklog backlog;
    private final SpilledCalls calls;
    private final SpillCounts counts;
    private final ScheduledExecutorService disk;
    private final Deque<SpilledCall> waiting = new ArrayDeque<>();
    private StoreFailure cause = StoreFailure.AWAY;
    private int underWay;
    private int awayInARow;
    private boolean paused;

    SpillDrain(
            SpillSettings.Drain settings,
            CallStore store,
            StoreBacklog backlog,
            SpilledCalls calls,
            SpillCounts counts,
            ScheduledExecutorService disk) {
        this.settings = settings;
        this.store = store;
        this.backlog = backlog;
        this.calls = calls;
        this.counts = counts;
        this.disk = disk;
    }

    void add(SpilledCall call) {
        waiting.add(call);
        pump();
    }

    /** Why what waits has not come into the store, as it was last seen. */
    StoreFailure cause() {
        return cause;
    }

    private void pump() {
        int most = awayInARow > 0 ? 1 : settings.atOnce();
        while (!paused && underWay < most && !waiting.isEmpty()) {
            SpilledCall call = waiting.remove();
            if (!call.gone()) {
                underWay++;
                step(call);
            }
        }
    }

    private void step(SpilledCall call) {
        SpillFile.Page page;
        try {
            page = call.next(settings);
        } catch (IOException e) {
            onUnreadable(call, e);
            return;
        }
        CompletableFuture.completedStage(page)
                .thenCompose(next -> next.events().isEmpty()
                        ? finish(call)
                        : store.append(call.callId(), call.epoch(), next.events()))
                .whenCompleteAsync((held, failure) -> onAnswer(call, page, held, failure), disk);
    }

    /** The last seq that is stored. */
    private CompletionStage<Long> finish(SpilledCall call) {
        CallSummary summary;
        try {
            summary = call.summary();
        } catch (IOException e) {
            return CompletableFuture.failedStage(new StoreException(StoreFailure.SPILL_BROKEN, e));
        }
        return store.saveSummary(call.epoch(), summary)
                .thenCompose(saved -> summary.state() == CallSummary.State.ENDED
                        ? store.expire(call.callId())
                        : CompletableFuture.completedStage(saved))
                .thenApply(done -> call.storedSeq());
    }

    private void onAnswer(SpilledCall call, SpillFile.Page page, @Nullable Long held, @Nullable Throwable failure) {
        underWay--;
        if (call.gone()) {
            pump();
        } else if (failure != null || held == null) {
            onFailed(call, StoreException.failureOf(failure == null ? new IllegalStateException() : failure));
        } else {
            onAnswer(call, page, held);
        }
    }

    private void onAnswer(SpilledCall call, SpillFile.Page page, long held) {
        awayInARow = 0;
        if (page.events().isEmpty()) {
            onFinished(call);
        } else if (held < page.events().get(page.events().size() - 1).seq()) {
            call.onLost(held);
            later(call, settings.minBackoff());
        } else {
            counts.drainedEvents().add(page.events().size());
            call.onStored(held, page.next());
            waiting.add(call);
        }
        pump();
    }

    private void onFinished(SpilledCall call) {
        counts.drainedCalls().increment();
        log.atInfo()
                .addKeyValue("call", call.callId())
                .addKeyValue("storedSeq", call.storedSeq())
                .log("The log that waited on disk is stored");
        try {
            calls.remove(call);
        } catch (IOException e) {
            undeletable(call, e);
        }
    }

    private void onFailed(SpilledCall call, StoreFailure why) {
        cause = why;
        backlog.onRefused(why);
        switch (why) {
            case STALE_OWNER -> onStale(call);
            case ERASED -> onErased(call);
            case AWAY -> onAway(call);
            default -> later(call, settings.backoff(call.onFailed()));
        }
        pump();
    }

    private void onAway(SpilledCall call) {
        waiting.addFirst(call);
        awayInARow++;
        if (!paused) {
            paused = true;
            schedule(
                    () -> {
                        paused = false;
                        pump();
                    },
                    settings.backoff(awayInARow));
        }
    }

    private void onStale(SpilledCall call) {
        log.atWarn()
                .addKeyValue("call", call.callId())
                .addKeyValue("epoch", call.epoch())
                .addKeyValue("cause", StoreFailure.STALE_OWNER.wireName())
                .addKeyValue("events", call.file().lastSeq())
                .log("The store has a newer owner's log: the one that waited on disk is put aside");
        try {
            calls.refuse(call);
        } catch (IOException e) {
            undeletable(call, e);
        }
    }

    private void onErased(SpilledCall call) {
        log.atInfo().addKeyValue("call", call.callId()).log("The log of a call that was erased is removed from disk");
        try {
            calls.erase(call.callId());
        } catch (IOException e) {
            undeletable(call, e);
        }
    }

    private void onUnreadable(SpilledCall call, IOException e) {
        underWay--;
        int failures = call.onFailed();
        backlog.onRefused(StoreFailure.SPILL_BROKEN);
        if (failures == 1) {
            log.atError()
                    .addKeyValue("call", call.callId())
                    .addKeyValue("cause", StoreFailure.SPILL_BROKEN.wireName())
                    .addKeyValue("error", e.toString())
                    .log("A log on disk cannot be read");
        }
        later(call, settings.backoff(failures));
    }

    private static void undeletable(SpilledCall call, IOException e) {
        log.atError()
                .addKeyValue("call", call.callId())
                .addKeyValue("error", e.toString())
                .log("A log that need not wait on disk any longer cannot be removed");
    }

    private void later(SpilledCall call, Duration delay) {
        schedule(() -> add(call), delay);
    }

    private void schedule(Runnable task, Duration delay) {
        try {
            var unused = disk.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            log.atDebug().log("The drain of what waits on disk ends with the process");
        }
    }
}
