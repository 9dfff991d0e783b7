package dev.earshot.recorder;

import dev.earshot.realtime.RealtimeConnection;
import dev.earshot.realtime.RealtimeTransport.Listener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session's connection without a service: what the service does is in the recording. */
final class ReplayConnection implements RealtimeConnection {

    private final int number;
    private final Listener listener;
    private final Timeline timeline;
    private final ReplayTime time;
    private final Deque<Runnable> tasksOfLane = new ArrayDeque<>();
    private final Deque<Runnable> tasksOfAudio = new ArrayDeque<>();
    private final Map<Long, Runnable> scheduled = new HashMap<>();
    private final List<String> sent = new ArrayList<>();
    private long questions;
    private boolean room;

    ReplayConnection(int number, Listener listener, Timeline timeline, ReplayTime time) {
        this.number = number;
        this.listener = listener;
        this.timeline = timeline;
        this.time = time;
    }

    Listener listener() {
        return listener;
    }

    /** What was said to the service. */
    List<String> sent() {
        return sent;
    }

    @Override
    public void execute(Runnable task) {
        (time.ofAudio() ? tasksOfAudio : tasksOfLane).add(task);
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        scheduled.put(scheduled.size() + 1L, task);
    }

    /** The next of what was handed over; false where that is nothing. */
    boolean doTask(boolean ofLane) {
        return run((ofLane ? tasksOfLane : tasksOfAudio).poll());
    }

    /** What was to be done later, by its number. */
    boolean doScheduled(long which) {
        return run(scheduled.put(which, () -> {}));
    }

    private static boolean run(@Nullable Runnable task) {
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Whether something waits of which the recording knows nothing. */
    boolean unheardOf() {
        return timeline.tasksLeft(number) == 0 && !(tasksOfLane.isEmpty() && tasksOfAudio.isEmpty());
    }

    @Override
    public boolean writable() {
        questions++;
        Deque<Timeline.Room> answers = timeline.rooms(number);
        while (!answers.isEmpty() && answers.element().question() <= questions) {
            room = answers.remove().there();
        }
        return room;
    }

    @Override
    public void send(String event) {
        sent.add(event);
    }

    @Override
    public void append(byte[] pcm, int bytes) {
        sent.add(Timeline.appended(bytes, RecordedConnection.checksum(pcm, bytes)));
    }

    @Override
    public void flush() {
        Deque<Integer> within = timeline.writableWithin(number);
        if (!within.isEmpty() && within.element() <= sent.size()) {
            within.remove();
            listener.onWritable();
        }
    }

    @Override
    public void taken() {}

    @Override
    public void close() {}

    @Override
    public void abort(Throwable cause) {}
}
