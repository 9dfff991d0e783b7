package dev.earshot.realtime;

import dev.earshot.audio.PolyphaseResampler;
import dev.earshot.audio.TrackFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the model: our events as they are sent, and, once the gate is open, the track.
 *
 * <pre>
 *   send(event) ──▷ events ──┐
 *                            ├──▷ out (JSON texts)
 *   openGate ─ feed ▷ pace ▷ resample ▷ append ─┘
 * </pre>
 *
 * Events go before audio. Audio is read only when the connection asks for more, so that what the service does not take
 * stays on the tape, where it is bounded and accounted for.
 */
final class AppendStage extends AbstractGraphStageWithMaterializedValue<SourceShape<String>, AppendStage.Control> {
    private static final String PACE_TIMER = "pace";

    private final Outlet<String> out = Outlet.create("appends");
    private final SourceShape<String> shape = SourceShape.of(out);
    private final Limits limits;
    private final Listener listener;
    private final LongSupplier nanoTime;

    AppendStage(Limits limits, Listener listener, LongSupplier nanoTime) {
        this.limits = limits;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /**
     * @param backlogFactor multiples of real time at which a backlog is appended
     * @param chunk the most audio that one append carries
     * @param maxEvents events that may wait to be sent; more means that the connection does not take any
     */
    record Limits(double backlogFactor, Duration chunk, int maxEvents) {}

    /** The session's hand on its outgoing side. Safe from any thread. */
    interface Control {
        void send(String event);

        /** Audio flows from here on: the one and only place where it starts. */
        void openGate(TrackFeed feed);

        void complete();
    }

    /** Told in order, on the stream's thread, before what it speaks of is sent. */
    interface Listener {
        /** From sample {@code sent} of the session (24 kHz) on, but for the resampler's delay, it hears the track from {@code position} on. */
        void onAppending(long sent, long position);

        /** The track has ended at {@code position} and all of it, with the resampler's tail, has been sent. */
        void onTrackAppended(long position);
    }

    @Override
    public SourceShape<String> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, Control> createLogicAndMaterializedValuePair(Attributes attributes) {
        Logic logic = new Logic();
        return Pair.create(logic, logic);
    }

    private final class Logic extends TimerGraphStageLogic implements Control {
        private final Queue<String> events = new ArrayDeque<>();
        private final AtomicBoolean readableSignalled = new AtomicBoolean();
        private final AsyncCallback<String> sendCallback = createAsyncCallback(this::onSend);
        private final AsyncCallback<TrackFeed> openCallback = createAsyncCallback(this::onOpen);
        private final AsyncCallback<Boolean> readableCallback = createAsyncCallback(ignored -> onReadable());
        private final AsyncCallback<Boolean> completeCallback = createAsyncCallback(ignored -> onComplete());
        private @Nullable Audio audio;
        private boolean completing;

        Logic() {
            super(shape);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pushNext();
                }
            });
        }

        @Override
        public void send(String event) {
            sendCallback.invoke(event);
        }

        @Override
        public void openGate(TrackFeed feed) {
            openCallback.invoke(feed);
        }

        @Override
        public void complete() {
            completeCallback.invoke(true);
        }

        private void onSend(String event) {
            if (events.size() >= limits.maxEvents()) {
                failStage(
                        new IllegalStateException("the connection takes no events: " + events.size() + " are waiting"));
                return;
            }
            events.add(event);
            pushNext();
        }

        private void onOpen(TrackFeed feed) {
            if (audio == null) {
                audio = new Audio(feed, feed.resume(this::signalReadable));
                pushNext();
            }
        }

        private void onComplete() {
            completing = true;
            pushNext();
        }

        /** On the writer's thread, for every frame: one wake-up is enough for all that came since the last. */
        private void signalReadable() {
            if (readableSignalled.compareAndSet(false, true)) {
                readableCallback.invoke(true);
            }
        }

        private void onReadable() {
            readableSignalled.set(false);
            pushNext();
        }

        @Override
        public void onTimer(Object timer) {
            pushNext();
        }

        private void pushNext() {
            if (!isAvailable(out)) {
                return;
            }
            String event = events.poll();
            if (event != null) {
                push(out, event);
            } else if (completing) {
                completeStage();
            } else if (audio != null) {
                audio.pushNext();
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

            void pushNext() {
                while (isAvailable(out) && !trackAppended) {
                    int due = (int) Math.min(reading.available(), chunkSamples);
                    if (due == 0) {
                        if (!reading.finished()) {
                            return;
                        }
                        finish();
                    } else if (pace.take(due, nanoTime.getAsLong())) {
                        append(due);
                    } else {
                        scheduleOnce(PACE_TIMER, pace.wait(due, nanoTime.getAsLong()));
                        return;
                    }
                }
            }

            private void append(int due) {
                int samples = reading.read(taken, due);
                if (samples == 0) {
                    return;
                }
                long position = reading.readFrom();
                if (position != expectedPosition) {
                    listener.onAppending(read * SessionConfiguration.SAMPLE_RATE / rate, position);
                }
                expectedPosition = position + samples;
                read += samples;
                int bytes = resampler == null ? samples * 2 : resampler.resample(taken, 0, samples * 2, resampled, 0);
                push(bytes);
            }

            private void finish() {
                trackAppended = true;
                push(resampler == null ? 0 : resampler.flush(resampled, 0));
                listener.onTrackAppended(reading.position());
            }

            private void push(int bytes) {
                if (bytes > 0) {
                    AppendStage.Logic.this.push(out, ClientEvents.append(resampled, bytes));
                }
            }
        }
    }
}
