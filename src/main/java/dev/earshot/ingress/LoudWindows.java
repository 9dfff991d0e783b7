package dev.earshot.ingress;

import java.util.OptionalLong;

/**
 * Which tenths of a second of a tape were loud: one bit each, in a ring as long as the tape. Only what changes is loud:
 * neither digital silence nor a constant offset is. Guarded by its tape, which says what is retained.
 */
final class LoudWindows {

    private static final int WINDOWS_PER_SECOND = 10;

    /** The square of the RMS at −50 dBFS. */
    private static final long LOUD_MEAN_SQUARE = (long) (32_768.0 * 32_768.0 / 100_000);

    private final int windowSamples;
    private final int windows;
    private final long[] loud;

    /** The newest window, as far as it has come. */
    private long window;

    private int samples;
    private long sum;
    private long squares;

    LoudWindows(int sampleRate, long maxSamples) {
        windowSamples = sampleRate / WINDOWS_PER_SECOND;
        windows = Math.toIntExact(maxSamples / windowSamples + 2);
        loud = new long[windows / Long.SIZE + 1];
    }

    /** Takes 16-bit little-endian samples; a window is judged once it is complete, however many frames it came in. */
    void add(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i += 2) {
            int sample = (bytes[i] & 0xff) | (bytes[i + 1] << 8);
            sum += sample;
            squares += (long) sample * sample;
            if (++samples == windowSamples) {
                complete();
            }
        }
    }

    /**
     * The position of the first sample of the first loud window that overlaps the samples from {@code from} (which is
     * retained) until {@code to} (which is not beyond the end). The newest window is judged by what it has.
     */
    OptionalLong first(long from, long to) {
        if (from >= to) {
            return OptionalLong.empty();
        }
        for (long at = from / windowSamples; at * windowSamples < to; at++) {
            if (at == window ? newestIsLoud() : isLoud(at)) {
                return OptionalLong.of(at * windowSamples);
            }
        }
        return OptionalLong.empty();
    }

    private void complete() {
        int slot = slot(window);
        long bit = 1L << slot;
        if (newestIsLoud()) {
            loud[slot / Long.SIZE] |= bit;
        } else {
            loud[slot / Long.SIZE] &= ~bit;
        }
        window++;
        samples = 0;
        sum = 0;
        squares = 0;
    }

    private boolean isLoud(long at) {
        int slot = slot(at);
        return (loud[slot / Long.SIZE] & (1L << slot)) != 0;
    }

    /** The mean square without the mean, in whole numbers: n²·variance = n·Σx² − (Σx)². */
    private boolean newestIsLoud() {
        return samples * squares - sum * sum > LOUD_MEAN_SQUARE * samples * samples;
    }

    private int slot(long at) {
        return (int) (at % windows);
    }
}
