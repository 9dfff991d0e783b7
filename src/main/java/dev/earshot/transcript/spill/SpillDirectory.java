package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.Spill;
import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.StoreException;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.TranscriptActor.Call;
import dev.earshot.transcript.Unstored;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that wait on this machine's disk for the store. One thread does all that touches the disk: whoever asks never
 * waits for it. What an earlier process left is found at the start, and goes into the store with the epoch that it was
 * written under.
 */
public final class SpillDirectory implements Spill, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SpillDirectory.class);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

    /** Readers that may wait for the disk at once; a writer waits for itself. */
    private static final int MOST_READERS = 256;

    private final SpillRoom room;
    private final SpillCounts counts = new SpillCounts();
    private final ScheduledThreadPoolExecutor disk;
    private final SpilledCalls calls;
    private final SpillDrain drain;
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private volatile boolean known;

    /** Something that may wait for the disk. */
    @FunctionalInterface
    private interface DiskTask<T> {
        T run() throws IOException;
    }

    private SpillDirectory(SpillSettings settings, SpillRoom room, CallStore store, StoreBacklog backlog) {
        this.room = room;
        this.calls = new SpilledCalls(settings, room, counts);
        this.disk = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "spill");
            thread.setDaemon(true);
            return thread;
        });
        disk.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.drain = new SpillDrain(settings.drain(), store, backlog, calls, counts, disk);
    }

    /**
     * Makes a room in the directory, and goes on with what is there.
     *
     * @param store where the logs go
     * @throws IOException where the directory cannot be used
     */
    public static SpillDirectory open(SpillSettings settings, CallStore store, StoreBacklog backlog)
            throws IOException {
        SpillDirectory spill = new SpillDirectory(settings, SpillRoom.in(settings.directory()), store, backlog);
        spill.start(settings);
        return spill;
    }

    private void start(SpillSettings settings) {
        disk.execute(this::findAll);
        disk.execute(this::tidy);
        every(settings.syncEvery(), calls::sync);
        every(TIDY_EVERY, this::tidy);
    }

    private void every(Duration time, Runnable task) {
        var unused = disk.scheduleWithFixedDelay(task, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void findAll() {
        try {
            for (Path file : room.moveIn()) {
                find(file);
            }
        } catch (IOException e) {
            log.atError().setCause(e).log("What waits on disk cannot be listed");
        }
        known = true;
        List.copyOf(calls.all()).forEach(drain::add);
        if (!calls.all().isEmpty()) {
            log.atInfo()
                    .addKeyValue("calls", calls.all().size())
                    .addKeyValue("bytes", counts.bytes().get())
                    .log("Logs wait on disk for the store");
        }
    }

    private void find(Path file) {
        try {
            calls.onFound(file);
        } catch (IOException e) {
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.toString())
                    .log("A log on disk cannot be read");
        }
    }

    private void tidy() {
        try {
            calls.tidy();
        } catch (IOException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("Logs that were put aside cannot be removed");
        }
    }

    @Override
    public CompletionStage<Long> append(Call call, long storedSeq, List<LoggedEvent> events) {
        return onDisk(() -> calls.append(call, storedSeq, events));
    }

    @Override
    public CompletionStage<Done> complete(Call call, CallSummary last) {
        return onDisk(() -> {
            drain.add(calls.complete(call, last));
            return Done.getInstance();
        });
    }

    @Override
    public void discard(Call call) {
        var unused = onDisk(() -> {
            calls.discard(call);
            return Done.getInstance();
        });
    }

    @Override
    public void release(Call call) {
        var unused = onDisk(() -> {
            SpilledCall released = calls.release(call);
            if (released != null) {
                drain.add(released);
            }
            return Done.getInstance();
        });
    }

    /** Leaves no trace of a call on disk. */
    public CompletionStage<Done> erase(String callId) {
        return onDisk(() -> {
            calls.erase(callId);
            return Done.getInstance();
        });
    }

    /** The calls whose logs were put aside. */
    CompletionStage<Set<String>> refusedCalls() {
        return onDisk(calls::refused);
    }

    /** At most {@code limit} events of a call's log after {@code afterSeq}; empty where the call does not wait here. */
    CompletionStage<Optional<List<LoggedEvent>>> events(String callId, long afterSeq, int limit) {
        return read(
                () -> {
                    SpilledCall call = calls.find(callId).orElse(null);
                    return call == null ? Optional.empty() : Optional.of(call.events(afterSeq, limit));
                },
                Optional.empty());
    }

    CompletionStage<Optional<CallSummary>> summary(String callId) {
        return read(
                () -> {
                    SpilledCall call = calls.find(callId).orElse(null);
                    return call == null ? Optional.empty() : Optional.of(summaryOf(call));
                },
                Optional.empty());
    }

    /** The calls whose log has no owner any more. */
    CompletionStage<List<CallSummary>> summaries() {
        return read(
                () -> {
                    List<CallSummary> all = new ArrayList<>();
                    for (SpilledCall call : calls.all()) {
                        if (!call.owned()) {
                            all.add(summaryOf(call));
                        }
                    }
                    return all;
                },
                List.of());
    }

    private CallSummary summaryOf(SpilledCall call) throws IOException {
        return call.summary().stored(call.storedSeq(), new Unstored(Unstored.Where.DISK, drain.cause()));
    }

    /** What waits here, and what has become of what did. */
    public SpillCounts counts() {
        return counts;
    }

    private <T> CompletionStage<T> read(DiskTask<T> task, T nothing) {
        if (known && counts.calls().get() == 0) {
            return CompletableFuture.completedStage(nothing);
        }
        if (!readers.tryAcquire()) {
            return CompletableFuture.failedStage(new StoreException(StoreFailure.SLOW, null));
        }
        return onDisk(task).whenComplete((done, failure) -> readers.release());
    }

    private <T> CompletionStage<T> onDisk(DiskTask<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            disk.execute(() -> run(task, done));
        } catch (RejectedExecutionException closed) {
            done.completeExceptionally(new StoreException(StoreFailure.SPILL_BROKEN, closed));
        }
        return done;
    }

    private static <T> void run(DiskTask<T> task, CompletableFuture<T> done) {
        try {
            done.complete(task.run());
        } catch (IOException e) {
            done.completeExceptionally(new StoreException(StoreFailure.SPILL_BROKEN, e));
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    /** What is written is brought to the disk itself; what waits there waits for the next process. */
    @Override
    public void close() {
        disk.execute(this::closeAll);
        disk.shutdown();
        try {
            if (!disk.awaitTermination(CLOSED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("The disk does not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        try {
            calls.close();
            room.close();
        } catch (IOException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("What waits on disk was not closed well");
        }
    }
}
