package dev.earshot.realtime;

import com.typesafe.config.Config;
import java.io.Closeable;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Time that passes when the test lets it, from one due task to the next, with all that a task sets in motion at rest
 * before the next is run. (The testkit's manual time guesses that by sleeping.)
 */
public final class QuietScheduler extends AbstractScheduler implements Closeable {
    private static final Object LOCK = new Object();
    private static final PriorityQueue<Task> TASKS =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private static long now = 5_000_000_000L;
    private static long numbers;

    private record Task(
            QuietScheduler owner,
            long at,
            long number,
            Runnable action,
            ExecutionContext executor,
            AtomicBoolean cancelled)
            implements Cancellable {
        @Override
        public boolean cancel() {
            return cancelled.compareAndSet(false, true);
        }

        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }

    public QuietScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

    public static long nanoTime() {
        synchronized (LOCK) {
            return now;
        }
    }

    /** Lets time pass; on return all that it set in motion has come to rest. */
    public static void pass(Duration duration) {
        QuietExecutor.awaitQuiet();
        long until = nanoTime() + duration.toNanos();
        for (Task task = nextUntil(until); task != null; task = nextUntil(until)) {
            task.executor().execute(task.action());
            QuietExecutor.awaitQuiet();
        }
    }

    private static Task nextUntil(long until) {
        synchronized (LOCK) {
            while (!TASKS.isEmpty() && TASKS.peek().at() <= until) {
                Task task = TASKS.poll();
                if (task.cancel()) {
                    now = Math.max(now, task.at());
                    return task;
                }
            }
            now = until;
            return null;
        }
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable runnable, ExecutionContext executor) {
        synchronized (LOCK) {
            long at = now + Math.max(0, delay.toNanos());
            Task task = new Task(this, at, numbers++, runnable, executor, new AtomicBoolean());
            TASKS.add(task);
            return task;
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable runnable, ExecutionContext executor) {
        AtomicBoolean cancelled = new AtomicBoolean();
        repeat(initialDelay, interval, runnable, executor, cancelled);
        return new Task(this, 0, 0, runnable, executor, cancelled);
    }

    private void repeat(
            FiniteDuration delay,
            FiniteDuration interval,
            Runnable runnable,
            ExecutionContext executor,
            AtomicBoolean cancelled) {
        scheduleOnce(
                delay,
                () -> {
                    if (!cancelled.get()) {
                        runnable.run();
                        repeat(interval, interval, runnable, executor, cancelled);
                    }
                },
                executor);
    }

    /** The actor system ends, and with it what it had in mind. */
    @Override
    public void close() {
        synchronized (LOCK) {
            TASKS.removeIf(task -> task.owner() == this);
        }
    }

    @Override
    public double maxFrequency() {
        return 1e9;
    }
}
