package dev.earshot.simulator.speech;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a session's recogniser lives: opened there at the first word, closed there, and never touched
 * from elsewhere. One caller leaves work (its methods are not meant for several threads); the listener is called on the
 * worker's thread.
 */
public final class SpeechWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SpeechWorker.class);

    /** A partial each 100 ms of sound: often enough to be live, seldom enough to be cheap. */
    private static final int PARTIAL_EVERY_MS = 100;

    private final SpeechEngine engine;
    private final int sampleRate;
    private final Listener listener;
    private final ExecutorService thread;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    // Of the worker's thread only.
    private @Nullable SpeechRecognizer recognizer;
    private LiveWords words = new LiveWords();
    private final byte[] chunk;
    private int filled;
    private boolean failed;

    /** What was heard in the turn {@code item}. */
    public interface Listener {

        void onDelta(String item, String delta);

        /** The turn's whole text, after its last delta. */
        void onCompleted(String item, String transcript);

        /** The recogniser failed in this turn. */
        void onFailed(String item);

        /** A piece of audio was heard; {@link #queuedMs} has fallen. */
        void onProgress();
    }

    public SpeechWorker(SpeechEngine engine, int sampleRate, String name, Listener listener) {
        this.engine = engine;
        this.sampleRate = sampleRate;
        this.listener = listener;
        this.chunk = new byte[sampleRate / 1000 * PARTIAL_EVERY_MS * 2];
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread worker = new Thread(task, "speech-" + name);
            worker.setDaemon(true);
            return worker;
        });
    }

    /** A turn begins at {@code positionMs} of the session's audio. */
    public void begin(String item, long positionMs) {
        submit(item, () -> {
            failed = false;
            filled = 0;
            words = new LiveWords();
            recognizer().begin(positionMs);
        });
    }

    /** More of the turn {@code item}; the array is the worker's from now on. */
    public void hear(String item, byte[] pcm) {
        queuedBytes.addAndGet(pcm.length);
        submit(item, () -> {
            queuedBytes.addAndGet(-pcm.length);
            if (!failed) {
                accept(item, pcm);
            }
            listener.onProgress();
        });
    }

    public void finish(String item) {
        submit(item, () -> {
            if (failed) {
                return;
            }
            flush(item);
            String transcript = LiveWords.sentence(recognizer().finish());
            words.finish(transcript).forEach(delta -> listener.onDelta(item, delta));
            listener.onCompleted(item, transcript);
        });
    }

    /** Audio, in milliseconds, that waits to be heard. */
    public long queuedMs() {
        return queuedBytes.get() / 2 * 1000 / sampleRate;
    }

    /** Leaves what is queued unheard and closes the recogniser, in time, on its own thread. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            thread.execute(() -> {
                if (recognizer != null) {
                    recognizer.close();
                }
            });
            thread.shutdown();
        }
    }

    private void accept(String item, byte[] pcm) {
        for (int at = 0; at < pcm.length; ) {
            int length = Math.min(chunk.length - filled, pcm.length - at);
            System.arraycopy(pcm, at, chunk, filled, length);
            at += length;
            filled += length;
            if (filled == chunk.length) {
                flush(item);
            }
        }
    }

    private void flush(String item) {
        if (filled > 0) {
            SpeechRecognizer open = recognizer();
            open.accept(chunk, filled);
            filled = 0;
            words.hear(open.partial()).forEach(delta -> listener.onDelta(item, delta));
        }
    }

    private SpeechRecognizer recognizer() {
        if (recognizer == null) {
            recognizer = engine.open(sampleRate);
        }
        return recognizer;
    }

    private void submit(String item, Runnable task) {
        if (closed.get()) {
            return;
        }
        thread.execute(() -> {
            if (!closed.get()) {
                attempt(item, task);
            }
        });
    }

    private void attempt(String item, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failed = true;
            log.atError().setCause(e).addKeyValue("engine", engine.name()).log("the recogniser failed");
            listener.onFailed(item);
        }
    }
}
