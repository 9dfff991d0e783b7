package dev.earshot.ingress;

/**
 * Where a track's samples lie on the call clock. A track runs at its sample rate from its first sample on; each gap in
 * its timestamps starts a new piece. Guarded by itself: written by the media stream, asked by anyone.
 */
final class TrackTimeline {

    /** What {@link #onFrame} found. */
    enum Verdict {
        ON_TIME,
        GAP,
        BACKWARD
    }

    /** Older pieces are forgotten: positions that far back are taken for a part of the oldest piece kept. */
    private static final int MAX_PIECES = 512;

    /** How far two honest clocks may drift apart. Slower than this is drift, faster is loss. */
    private static final int DRIFT_PARTS_PER_MILLION = 200;

    /** After so many frames in a row the source's clock was set back, rather than its frames repeated. */
    private static final int FRAMES_OF_A_CLOCK_SET_BACK = 50;

    private final int sampleRate;
    private final long toleranceMicros;
    private final long[] positions = new long[MAX_PIECES];
    private final long[] startMicros = new long[MAX_PIECES];
    private int first;
    private int pieces;

    /** What the source's clock shows beyond ours. */
    private long skewMicros;

    private int backwardInARow;
    private boolean forgiving;
    private long gaps;
    private long gapSamples;
    private long offsetMicros;

    TrackTimeline(int sampleRate, long offsetMicros, long toleranceMicros) {
        this.sampleRate = sampleRate;
        this.toleranceMicros = toleranceMicros;
        addPiece(0, offsetMicros);
    }

    /** The call clock's time, in ms, of the sample at {@code position}. Never decreases with the position. */
    synchronized long callMs(long position) {
        return callMicros(position) / 1_000;
    }

    /** The next jump ahead stands for samples that did arrive, but not on the tape: it is no gap. */
    synchronized void forgiveNextJump() {
        forgiving = true;
    }

    /**
     * Compares a frame's timestamp with the samples before it.
     *
     * @param position of the frame's first sample
     * @param micros its timestamp on the call clock
     * @param samples the frame's length
     */
    synchronized Verdict onFrame(long position, long micros, int samples) {
        long early = micros - callMicros(position) - skewMicros;
        if (early < -toleranceMicros) {
            return onBackward(early);
        }
        backwardInARow = 0;
        if (early <= toleranceMicros) {
            followDrift(early, samples);
            return Verdict.ON_TIME;
        }
        addPiece(position, Math.max(micros, callMicros(position)));
        skewMicros = 0;
        if (forgiving) {
            forgiving = false;
            return Verdict.ON_TIME;
        }
        gaps++;
        gapSamples += early * sampleRate / 1_000_000;
        return Verdict.GAP;
    }

    private Verdict onBackward(long early) {
        if (++backwardInARow >= FRAMES_OF_A_CLOCK_SET_BACK) {
            backwardInARow = 0;
            skewMicros += early;
        }
        return Verdict.BACKWARD;
    }

    private void followDrift(long early, int samples) {
        forgiving = false;
        long most = samples * 1_000_000L / sampleRate * DRIFT_PARTS_PER_MILLION / 1_000_000;
        skewMicros += Math.max(-most, Math.min(most, early));
    }

    /** The call clock's time, in ms, of the first sample. */
    synchronized long offsetMs() {
        return offsetMicros / 1_000;
    }

    synchronized long gaps() {
        return gaps;
    }

    synchronized long gapSamples() {
        return gapSamples;
    }

    private long callMicros(long position) {
        int piece = pieces - 1;
        while (piece > 0 && positions[index(piece)] > position) {
            piece--;
        }
        int at = index(piece);
        long inPiece = (position - positions[at]) * 1_000_000 / sampleRate;
        if (piece + 1 < pieces && position < positions[index(piece + 1)]) {
            return Math.min(startMicros[at] + inPiece, startMicros[index(piece + 1)]);
        }
        return startMicros[at] + inPiece;
    }

    private void addPiece(long position, long micros) {
        if (pieces == MAX_PIECES) {
            first = (first + 1) % MAX_PIECES;
            pieces--;
        }
        if (position == 0) {
            offsetMicros = micros;
        }
        positions[index(pieces)] = position;
        startMicros[index(pieces)] = micros;
        pieces++;
    }

    private int index(int piece) {
        return (first + piece) % MAX_PIECES;
    }
}
