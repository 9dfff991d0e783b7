package dev.earshot.realtime;

import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.realtime.RealtimeTransport.Listener;
import dev.earshot.sockets.SocketEnd;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A connection in the test's hands: it has as much room as the test gives it, and runs what it is given at once. */
final class FakeConnection implements RealtimeConnection {
    static final int ALL = 1_000_000;

    final List<String> received = new CopyOnWriteArrayList<>();
    private final BiConsumer<Runnable, Duration> scheduler;
    private final @Nullable Listener listener;
    private Runnable onWritable = () -> {};
    private int room;
    private int waitingTexts;
    private boolean closed;
    private boolean silent;
    private long endedAtNanos;
    private volatile int appended;
    private @Nullable Throwable failure;

    /** @param listener null where nobody is told */
    FakeConnection(BiConsumer<Runnable, Duration> scheduler, @Nullable Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    void whenWritable(Runnable task) {
        onWritable = task;
    }

    /** The network takes so many more events. */
    synchronized void request(int events) {
        room += events;
        onWritable.run();
    }

    synchronized void opens() {
        listener.onOpened();
        room = ALL;
        listener.onWritable();
    }

    synchronized void says(String text) {
        waitingTexts++;
        listener.onText(text);
    }

    synchronized void ends(ConnectionEnd end) {
        if (!closed) {
            over();
            room = 0;
            listener.onEnded(end);
        }
    }

    /** Texts that nobody has reported as taken. */
    synchronized int waitingTexts() {
        return waitingTexts;
    }

    synchronized boolean closed() {
        return closed;
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public synchronized void execute(Runnable task) {
        task.run();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        scheduler.accept(() -> execute(task), delay);
    }

    @Override
    public boolean writable() {
        return room > 0 && !closed;
    }

    @Override
    public void send(String event) {
        room--;
        received.add(event);
        if (event.equals(ClientEvents.probe("probe")) && !silent) {
            says(Wire.errorAbout("probe", "item_retrieve_invalid_item_id"));
        }
    }

    /** The service does not even answer a probe any more. */
    void fallsSilent() {
        silent = true;
    }

    /** Bytes of audio. */
    int appended() {
        return appended;
    }

    @Override
    public void append(byte[] pcm, int bytes) {
        appended += bytes;
        byte[] exact = java.util.Arrays.copyOf(pcm, bytes);
        send("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                + Base64.getEncoder().encodeToString(exact) + "\"}");
    }

    @Override
    public void flush() {}

    @Override
    public synchronized void taken() {
        waitingTexts--;
    }

    @Override
    public synchronized void close() {
        over();
    }

    private void over() {
        if (!closed) {
            closed = true;
            endedAtNanos = QuietScheduler.nanoTime();
        }
    }

    /** When it was over, whoever ended it. */
    synchronized long endedAtNanos() {
        return endedAtNanos;
    }

    @Override
    public synchronized void abort(Throwable cause) {
        failure = cause;
        if (listener != null) {
            ends(new ConnectionEnd.Ended(new SocketEnd.Failed(cause)));
        }
    }
}
