package dev.earshot.realtime;

import java.time.Duration;

/**
 * A connection to a realtime service. {@link #execute}, {@link #taken} and {@link #abort} may be called from any thread, everything
 * else on the connection's own only.
 */
public interface RealtimeConnection {

    /** Runs the task on the connection's own thread, after what is under way there. */
    void execute(Runnable task);

    /** Runs the task on the connection's own thread after a while. */
    void schedule(Runnable task, Duration delay);

    /** Whether it takes more: it is open, and not too much waits for the network. */
    boolean writable();

    /** Sends one event with the next {@link #flush}. */
    void send(String event);

    /**
     * Sends an {@code input_audio_buffer.append} with the next {@link #flush}.
     *
     * @param pcm 24 kHz samples, 16-bit little-endian; lent until this returns
     * @param bytes how many of {@code pcm}, from index 0
     */
    void append(byte[] pcm, int bytes);

    /** Hands to the network what was sent. */
    void flush();

    /** One more text of the service's has been dealt with. */
    void taken();

    /** Closes in good order; before it is open, gives up on it. Nothing is told any more. */
    void close();

    /** Breaks it off, and tells so. */
    void abort(Throwable cause);
}
