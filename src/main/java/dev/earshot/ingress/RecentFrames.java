package dev.earshot.ingress;

import java.util.Arrays;

/** The frames that were put on a track last, so that one that comes again is known. Guarded by its call's audio. */
final class RecentFrames {

    static final int MAX = 128;

    private final long[] stamps = new long[MAX];
    private final long[] positions = new long[MAX];
    private final int[] lengths = new int[MAX];
    private int next;

    RecentFrames() {
        clear();
    }

    void add(long stampMicros, long position, int samples) {
        stamps[next] = stampMicros;
        positions[next] = position;
        lengths[next] = samples;
        next = (next + 1) % MAX;
    }

    /** The position of the frame of that length with that timestamp on the wire, or -1. */
    long position(long stampMicros, int samples) {
        for (int back = 1; back <= MAX; back++) {
            int at = Math.floorMod(next - back, MAX);
            if (stamps[at] == stampMicros && lengths[at] == samples) {
                return positions[at];
            }
        }
        return -1;
    }

    void clear() {
        Arrays.fill(stamps, MediaPort.NO_TIMESTAMP);
    }
}
