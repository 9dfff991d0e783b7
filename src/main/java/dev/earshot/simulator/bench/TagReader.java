package dev.earshot.simulator.bench;

import dev.earshot.audio.Pcm16;

/**
 * Finds the tags in a stream of samples, however it was cut and wherever it begins. It looks for a marker, and from there
 * on reads a few samples in the middle of each step; where a marker is not where the last one said it would be, samples
 * are missing or too many, and it looks for the next.
 *
 * <pre>
 *   Seeking ── a run as long as a marker ──▷ Following
 *      △──────── no marker in its place ────────┘
 * </pre>
 */
final class TagReader {
    /** Above every data level with its overshoot, below the marker with its ripple. */
    private static final int MARKER_THRESHOLD = 27_000;

    private static final int SAMPLES_READ = 7;
    private static final int RUN_TOLERANCE = 6;

    private final Listener listener;
    private final int frameSamples;
    private final int markerSamples;
    private final int[] readAt = new int[FrameTag.STEPS];

    private boolean following;
    private long position;
    private int run;

    /** Where the marker of the frame that is being read is read. */
    private long marker;

    private int step;
    private int taken;
    private int sum;
    private int tag;
    private boolean readable;

    /** What is told, with the last sample of a frame that it needs. */
    interface Listener {
        void onTag(int tag);

        /** A frame in its place says nothing that could be understood. */
        void onUnreadable();

        /** A frame is not in its place. */
        void onSlip();
    }

    /** @param rate samples a second of what will be read */
    TagReader(int rate, Listener listener) {
        this.listener = listener;
        this.frameSamples = FrameTag.SAMPLES * rate / FrameTag.RATE;
        this.markerSamples = FrameTag.STEP_SAMPLES * rate / FrameTag.RATE;
        for (int i = 0; i < FrameTag.STEPS; i++) {
            readAt[i] = FrameTag.readAt(i, rate);
        }
    }

    /** Takes the next {@code samples} of the stream, from index 0 of {@code pcm}. */
    void read(byte[] pcm, int samples) {
        long start = position;
        long end = start + samples;
        while (position < end) {
            if (following) {
                follow(pcm, start, end);
            } else {
                seek(Pcm16.read(pcm, (int) (position - start) * Pcm16.BYTES));
            }
        }
    }

    private void seek(int sample) {
        if (sample >= MARKER_THRESHOLD) {
            run++;
        } else {
            if (Math.abs(run - markerSamples) <= RUN_TOLERANCE) {
                follow(position - (run + 1) / 2);
            }
            run = 0;
        }
        position++;
    }

    private void follow(long markerAt) {
        following = true;
        marker = markerAt;
        tag = 0;
        readable = true;
        next(1);
    }

    private void next(int nextStep) {
        step = nextStep;
        taken = 0;
        sum = 0;
    }

    /** Goes to the next samples that are to be read, and takes those of them that are there. */
    private void follow(byte[] pcm, long start, long end) {
        long first = marker + readAt[step] - SAMPLES_READ / 2;
        position = Math.min(end, Math.max(position, first));
        while (position < end && taken < SAMPLES_READ) {
            sum += Pcm16.read(pcm, (int) (position - start) * Pcm16.BYTES);
            taken++;
            position++;
        }
        if (taken == SAMPLES_READ) {
            onStep(Math.round((float) sum / SAMPLES_READ));
        }
    }

    private void onStep(int level) {
        if (step == 0) {
            onMarker(level);
            return;
        }
        int value = FrameTag.value(level);
        readable &= value >= 0;
        tag = (tag << 8) | (value & 0xff);
        if (step + 1 < FrameTag.STEPS) {
            next(step + 1);
        } else {
            onFrame();
        }
    }

    private void onMarker(int level) {
        if (FrameTag.isMarker(level)) {
            follow(marker);
        } else {
            following = false;
            run = 0;
            listener.onSlip();
        }
    }

    private void onFrame() {
        if (readable && FrameTag.valid(tag)) {
            listener.onTag(tag);
        } else {
            listener.onUnreadable();
        }
        marker += frameSamples;
        next(0);
    }
}
