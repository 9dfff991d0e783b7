package dev.earshot.recorder;

import dev.earshot.ingress.AudioOrder;
import dev.earshot.ingress.MediaPort;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes before what in a call that is recorded. The audio's thread holds a lock while it does something, which is its own but
 * for the moments at which an actor looks at a tape, or something from outside is written. Within a step, and within what
 * the audio's thread does at once, time stands still: so it can be told again.
 */
final class LiveOrder implements AudioOrder {

    private static final Logger LOG = LoggerFactory.getLogger(LiveOrder.class);

    private final String callId;
    private final OpenRecording out;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Object turn = new Object();
    private final AtomicInteger ports = new AtomicInteger();
    private @Nullable CallLane lane;
    private volatile @Nullable Thread audio;
    private volatile long laneNanos;
    private int depth;
    private long audioNanos;
    private boolean audioWentOn;
    private int looks;

    LiveOrder(String callId, OpenRecording out, LongSupplier nanoTime) {
        this.callId = callId;
        this.out = out;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** Before the call begins. */
    void runs(CallLane actors) {
        lane = actors;
    }

    boolean inLane() {
        return lane != null && lane.inside();
    }

    /** The call's clock, in ns. */
    long nanos() {
        if (inLane()) {
            return laneNanos;
        }
        return Thread.currentThread() == audio && depth > 0 ? audioNanos : real();
    }

    private long real() {
        return nanoTime.getAsLong() - startNanos;
    }

    /**
     * The audio's thread does something.
     *
     * @param record made of the moment
     */
    void onAudio(LongFunction<RecordWriter> record, Runnable deed) {
        synchronized (turn) {
            audio = Thread.currentThread();
            if (depth == 0) {
                audioNanos = real();
            }
            audioWentOn = true;
            write(record.apply(audioNanos));
            depth++;
            try {
                deed.run();
            } finally {
                depth--;
            }
        }
    }

    /** Whether the audio's thread, which asks, is in the midst of something. */
    boolean withinAudio() {
        return depth > 0;
    }

    /** It is the turn of something from outside; returns the moment. */
    long nextTurn() {
        synchronized (turn) {
            laneNanos = Math.max(laneNanos, real());
            looks = 0;
            audioWentOn = false;
            return laneNanos;
        }
    }

    @Override
    public MediaPort port(MediaPort port) {
        return new RecordedPort(ports.incrementAndGet(), port, this);
    }

    @Override
    public <T> T between(Supplier<T> look) {
        synchronized (turn) {
            if (inLane()) {
                if (audioWentOn) {
                    write(new RecordWriter(RecordKind.LOOKED).number(looks));
                    audioWentOn = false;
                }
                looks++;
            }
            return look.get();
        }
    }

    void write(RecordWriter record) {
        out.put(record.done());
    }

    void end() {
        out.end();
    }

    void onFault(RuntimeException fault) {
        LOG.atError()
                .setMessage("a step of a recorded call failed")
                .addKeyValue("call", callId)
                .setCause(fault)
                .log();
    }
}
