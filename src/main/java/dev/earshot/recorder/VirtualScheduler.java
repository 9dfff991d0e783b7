package dev.earshot.recorder;

import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** The timers of an actor system whose time passes when it is told to, on the thread that tells it. */
public final class VirtualScheduler extends AbstractScheduler implements Closeable {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long numbers;

    private record Task(long at, long number, Runnable action, ExecutionContext executor, AtomicBoolean over)
            implements Cancellable {
        @Override
        public boolean cancel() {
            return over.compareAndSet(false, true);
        }

        @Override
        public boolean isCancelled() {
            return over.get();
        }
    }

    /** As Pekko makes it. */
    public VirtualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

    /** Time passes: what is due by then is done, as of then. */
    void passTo(long nanos) {
        for (Task task = due(nanos); task != null; task = due(nanos)) {
            task.executor().execute(task.action());
        }
    }

    /** Does what is due next, if it is by then; the time stays. False where nothing is. */
    boolean doNext(long nanos) {
        Task task;
        synchronized (this) {
            task = poll(nanos);
        }
        if (task != null) {
            task.executor().execute(task.action());
        }
        return task != null;
    }

    private synchronized @Nullable Task due(long nanos) {
        now = Math.max(now, nanos);
        return poll(nanos);
    }

    private @Nullable Task poll(long nanos) {
        while (!tasks.isEmpty() && tasks.peek().at() <= nanos) {
            Task task = tasks.poll();
            if (task.cancel()) {
                return task;
            }
        }
        return null;
    }

    @Override
    public synchronized Cancellable scheduleOnce(FiniteDuration delay, Runnable action, ExecutionContext executor) {
        Task task = new Task(now + Math.max(0, delay.toNanos()), numbers++, action, executor, new AtomicBoolean());
        tasks.add(task);
        return task;
    }

    @Override
    @SuppressWarnings("deprecation") // it is still the one that must be there
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable action, ExecutionContext executor) {
        return scheduleWithFixedDelay(initialDelay, interval, action, executor);
    }

    /** The actor system ends, and with it what it had in mind. */
    @Override
    public synchronized void close() {
        tasks.clear();
    }

    @Override
    public double maxFrequency() {
        return 1_000;
    }
}
