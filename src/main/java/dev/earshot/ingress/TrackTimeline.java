package dev.earshot.ingress;

/**
 * Where a track's samples lie on the call clock. A track runs at its sample rate from its first sample on; where time passed
 * that is not on its tape, a new piece starts. Guarded by itself: written by the media stream, asked by anyone.
 */
final class TrackTimeline {

    /** Older pieces are forgotten: positions that far back are taken for a part of the oldest piece kept. */
    private static final int MAX_PIECES = 512;

    private final int sampleRate;
    private final long offsetMicros;
    private final long[] positions = new long[MAX_PIECES];
    private final long[] startMicros = new long[MAX_PIECES];
    private int first;
    private int pieces;

    TrackTimeline(int sampleRate, long offsetMicros) {
        this.sampleRate = sampleRate;
        this.offsetMicros = offsetMicros;
        addPiece(0, offsetMicros);
    }

    /** The call clock's time, in ms, of the sample at {@code position}. Never decreases with the position. */
    synchronized long callMs(long position) {
        return callMicros(position) / 1_000;
    }

    /** The call clock's time, in ms, of the first sample. */
    long offsetMs() {
        return offsetMicros / 1_000;
    }

    /** The samples from {@code position} on were heard from {@code micros} on; but time does not run back before the last such. */
    synchronized long step(long position, long micros) {
        long start = Math.max(micros, startMicros[index(pieces - 1)]);
        addPiece(position, start);
        return start;
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
        positions[index(pieces)] = position;
        startMicros[index(pieces)] = micros;
        pieces++;
    }

    private int index(int piece) {
        return (first + piece) % MAX_PIECES;
    }
}
