package dev.earshot.realtime;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so, and runs what was due meanwhile, in order. */
final class ManualTime {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingInt(Task::number));
    private long now;
    private int numbers;

    private record Task(long at, int number, Runnable action) {}

    long nanoTime() {
        return now;
    }

    void schedule(Runnable action, Duration delay) {
        tasks.add(new Task(now + delay.toNanos(), numbers++, action));
    }

    void pass(Duration duration) {
        long until = now + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            Task task = tasks.poll();
            now = Math.max(now, task.at());
            task.action().run();
        }
        now = until;
    }
}
