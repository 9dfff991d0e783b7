package dev.earshot.call;

import dev.earshot.realtime.RealtimeConnection;
import java.time.Duration;

/** Goes nowhere. */
final class NoConnection implements RealtimeConnection {

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {}

    @Override
    public boolean writable() {
        return false;
    }

    @Override
    public void send(String event) {
        throw new IllegalStateException("not writable");
    }

    @Override
    public void append(byte[] pcm, int bytes) {
        throw new IllegalStateException("not writable");
    }

    @Override
    public void flush() {}

    @Override
    public void taken() {}

    @Override
    public void close() {}

    @Override
    public void abort(Throwable cause) {}
}
