package dev.earshot.realtime;

import dev.earshot.audio.PolyphaseResampler;
import dev.earshot.audio.TrackFeed;
import dev.earshot.sockets.SocketFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the model: our events as they are sent, and, once the gate is open, the track.
 *
 * <pre>
 *   send(event) ──▷ events ──┐
 *                            ├──▷ connection
 *   openGate ─ feed ▷ pace ▷ resample ▷ append ─┘
 * </pre>
 *
 * Events go before audio. Audio is read only while the connection has room, so that what the service does not take stays on
 * the tape, where it is bounded and accounted for. Frames that have piled up go as one append. All of it happens on the
 * connection's thread, which is the one that writes the tape, too: a frame goes through without waking anybody.
 */
final class Appender {

    /** A connection that takes nothing any more is not waited for any longer. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Limits limits;
    private final RealtimeConnection connection;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private final Queue<String> events = new ArrayDeque<>();
    private final AtomicBoolean readableSignalled = new AtomicBoolean();
    private @Nullable Audio audio;
    private boolean closed;
    private boolean completing;

    Appender(Limits limits, RealtimeConnection connection, Listener listener, LongSupplier nanoTime) {
        this.limits = limits;
        this.connection = connection;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /**
     * How much at once, and how fast.
     *
     * @param backlogFactor multiples of real time at which a backlog is appended
     * @param chunk the most audio that one append carries
     * @param maxEvents events that may wait to be sent; more means that the connection does not take any
     */
    record Limits(double backlogFactor, Duration chunk, int maxEvents) {}

    /** Told in order, on the connection's thread, before what it speaks of is sent. */
    interface Listener {
        /** From sample {@code sent} of the session (24 kHz) on, but for the resampler's delay, it hears the track from {@code position} on. */
        void onAppending(long sent, long position);

        /** The track has ended at {@code position} and all of it, with the resampler's tail, has been sent. */
        void onTrackAppended(long position);

        /** The gate is closed, and nothing of the track from {@code position} on has been or will be sent. */
        void onGateClosed(long position);
    }

    /** Sends an event before any audio that waits. From any thread. */
    void send(String event) {
        connection.execute(() -> onSend(event));
    }

    /** Audio flows from here on: the one and only place where it starts. From any thread. */
    void openGate(TrackFeed feed) {
        openGate(feed, 0);
    }

    /**
     * The same, where the track needs to be heard only from a later position than the settled one on.
     *
     * @param from samples
     */
    void openGate(TrackFeed feed, long from) {
        connection.execute(() -> onOpen(feed, from));
    }

    /** No more audio flows from here on. Told to the listener; from any thread. */
    void closeGate() {
        connection.execute(this::onClose);
    }

    /** Sends the events that wait, no more audio, and closes the connection. From any thread. */
    void complete() {
        connection.execute(() -> {
            completing = true;
            pump();
            connection.schedule(connection::close, FAREWELL);
        });
    }

    /** There may be room on the connection again. On its thread. */
    void onWritable() {
        pump();
    }

    private void onSend(String event) {
        if (events.size() >= limits.maxEvents()) {
            connection.abort(new SocketFailure(
                    SocketFailure.Kind.PEER_TAKES_NOTHING,
                    "the connection takes no events: " + events.size() + " are waiting"));
            return;
        }
        events.add(event);
        pump();
    }

    private void onOpen(TrackFeed feed, long from) {
        if (audio == null && !completing && !closed) {
            audio = new Audio(feed, feed.resume(from, this::signalReadable));
            pump();
        }
    }

    private void onClose() {
        closed = true;
        long position = audio == null ? 0 : audio.reading.position();
        audio = null;
        listener.onGateClosed(position);
    }

    /** On the writer's thread, for every frame. What comes before the task has its turn goes with it. */
    private void signalReadable() {
        if (readableSignalled.compareAndSet(false, true)) {
            connection.execute(this::onReadable);
        }
    }

    private void onReadable() {
        readableSignalled.set(false);
        pump();
    }

    private void pump() {
        boolean more = true;
        while (more && connection.writable()) {
            String event = events.poll();
            if (event != null) {
                connection.send(event);
            } else {
                more = !completing && audio != null && audio.appendNext();
            }
        }
        connection.flush();
        if (completing && events.isEmpty()) {
            connection.close();
        }
    }

    /** One reading of the track, from the moment at which the gate opened. */
    private final class Audio {
        private final TrackFeed.Reading reading;
        private final AppendPace pace;
        private final @Nullable PolyphaseResampler resampler;
        private final byte[] taken;
        private final byte[] resampled;
        private final int chunkSamples;
        private final int rate;
        private long expectedPosition = -1;
        private long read;
        private boolean waitingForPace;
        private boolean trackAppended;

        Audio(TrackFeed feed, TrackFeed.Reading reading) {
            this.reading = reading;
            this.rate = feed.sampleRate();
            this.chunkSamples = (int) (rate * limits.chunk().toMillis() / 1000);
            this.pace = new AppendPace(rate, limits.backlogFactor(), chunkSamples, nanoTime.getAsLong());
            this.taken = new byte[chunkSamples * 2];
            this.resampler = rate == SessionConfiguration.SAMPLE_RATE ? null : new PolyphaseResampler();
            this.resampled = resampler == null ? taken : new byte[PolyphaseResampler.maxOutputBytes(taken.length)];
        }

        /** Whether there may be more to append at once. */
        boolean appendNext() {
            if (trackAppended || waitingForPace) {
                return false;
            }
            int due = (int) Math.min(reading.available(), chunkSamples);
            if (due == 0) {
                if (reading.finished()) {
                    finish();
                }
                return false;
            }
            long now = nanoTime.getAsLong();
            if (!pace.take(due, now)) {
                waitForPace(pace.wait(due, now));
                return false;
            }
            return append(due);
        }

        private void waitForPace(Duration delay) {
            waitingForPace = true;
            connection.schedule(
                    () -> {
                        waitingForPace = false;
                        pump();
                    },
                    delay);
        }

        private boolean append(int due) {
            int samples = reading.read(taken, due);
            if (samples == 0) {
                return false;
            }
            long position = reading.readFrom();
            if (position != expectedPosition) {
                listener.onAppending(read * SessionConfiguration.SAMPLE_RATE / rate, position);
            }
            expectedPosition = position + samples;
            read += samples;
            int bytes = resampler == null ? samples * 2 : resampler.resample(taken, 0, samples * 2, resampled, 0);
            send(bytes);
            return true;
        }

        private void finish() {
            trackAppended = true;
            send(resampler == null ? 0 : resampler.flush(resampled, 0));
            listener.onTrackAppended(reading.position());
        }

        private void send(int bytes) {
            if (bytes > 0) {
                connection.append(resampled, bytes);
            }
        }
    }
}
