package dev.earshot.ingress;

import java.util.Arrays;

/**
 * Where silence was put on a tape for what never arrived. Those samples have a position, but are in no account: this tells
 * them from the samples that were received. Guarded by its tape.
 */
final class SilenceRuns {

    /** More of them than that are not remembered: the oldest are taken for received samples that were settled long ago. */
    private static final int MAX_RUNS = 4_096;

    private long[] starts = new long[8];
    private long[] ends = new long[8];

    /** Silence before each run. */
    private long[] before = new long[8];

    private int first;
    private int next;
    private long samples;
    private long runs;

    /** Silence from the tape's end on. */
    void add(long from, long to) {
        makeRoom();
        starts[next] = from;
        ends[next] = to;
        before[next] = samples;
        next++;
        samples += to - from;
        runs++;
    }

    /** How often there was silence to put in. */
    long runs() {
        return runs;
    }

    /** All that was ever put in. */
    long samples() {
        return samples;
    }

    /** Where the newest ends; nothing is silence from there on. */
    long end() {
        return next == first ? 0 : ends[next - 1];
    }

    /** How much of the samples from {@code from} until {@code to} was put in. */
    long between(long from, long to) {
        return before(to) - before(from);
    }

    private long before(long position) {
        for (int run = next - 1; run >= first; run--) {
            if (starts[run] < position) {
                return before[run] + Math.min(position, ends[run]) - starts[run];
            }
        }
        return next == first ? samples : before[first];
    }

    /** Where a reader at {@code position} goes on that wants to hear no more than {@code most} samples of a silence. */
    long skipFrom(long position, long most) {
        for (int run = next - 1; run >= first && ends[run] > position; run--) {
            if (starts[run] <= position) {
                return Math.max(position, ends[run] - most);
            }
        }
        return position;
    }

    /** The start of the first silence of more than {@code most} samples that begins behind {@code position}. */
    long nextLonger(long position, long most) {
        long found = Long.MAX_VALUE;
        for (int run = next - 1; run >= first && starts[run] > position; run--) {
            if (ends[run] - starts[run] > most) {
                found = starts[run];
            }
        }
        return found;
    }

    /** Nobody will ask about what lies before {@code position}. */
    void forgetBefore(long position) {
        while (first < next && ends[first] <= position) {
            first++;
        }
    }

    private void makeRoom() {
        if (next < starts.length) {
            return;
        }
        int kept = next - first;
        if (kept == MAX_RUNS) {
            first++;
            kept--;
        }
        int size = kept > starts.length / 2 ? Math.min(2 * starts.length, 2 * MAX_RUNS) : starts.length;
        starts = moved(starts, size);
        ends = moved(ends, size);
        before = moved(before, size);
        next = kept;
        first = 0;
    }

    private long[] moved(long[] from, int size) {
        return Arrays.copyOf(Arrays.copyOfRange(from, first, next), size);
    }
}
