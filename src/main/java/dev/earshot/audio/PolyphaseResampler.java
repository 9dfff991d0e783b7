package dev.earshot.audio;

import static dev.earshot.audio.PolyphaseFilter.BRANCH_TAPS;
import static dev.earshot.audio.PolyphaseFilter.COEFFICIENTS;
import static dev.earshot.audio.PolyphaseFilter.PHASES;
import static dev.earshot.audio.PolyphaseFilter.SPAN;
import static dev.earshot.audio.PolyphaseFilter.STRIDE;

import java.util.Arrays;
import java.util.Objects;

/**
 * Turns one track from 16 to 24 kHz, as it arrives. Signed 16-bit little-endian mono in and out; one instance a track,
 * one thread at a time; nothing is allocated after construction.
 *
 * <p>The output depends on the samples alone, never on how they were cut into calls: each output sample is the same sum
 * in the same order wherever a block ends. Every two samples in give three out at once. The filter looks ahead, so the
 * output lags by {@link #DELAY_OUTPUT_SAMPLES}: output sample {@code m} lies at input position {@code 2(m - 48)/3}, and
 * whoever gives a position to an output subtracts the delay. The first 48 outputs are the filter's onset, before the
 * track began; the last 48 come with {@link #flush}.
 *
 * <p>Samples are kept as two rows, those at even and at odd places, because a group of three outputs moves on by two
 * samples: in a row, neighbouring groups then read neighbours, and one tap is applied to a whole block in one loop that
 * compiles to vector instructions.
 */
public final class PolyphaseResampler {

    /** Samples a second in. */
    public static final int INPUT_RATE = 16_000;

    /** Samples a second out. */
    public static final int OUTPUT_RATE = 24_000;

    /** How far the filter looks ahead: 2 ms. */
    public static final int DELAY_INPUT_SAMPLES = 32;

    /** The same 2 ms at the output's rate: by how much an output lies later in the stream than in the track. */
    public static final int DELAY_OUTPUT_SAMPLES = 48;

    /** The most that {@link #flush} writes: the delay, and the outputs of a sample without a partner. */
    public static final int MAX_FLUSH_BYTES = (DELAY_OUTPUT_SAMPLES + STRIDE) * Pcm16.BYTES;

    private static final int BLOCK = 320;
    private static final int WINDOW = SPAN + BLOCK;
    private static final int MAX_GROUPS = (WINDOW - BRANCH_TAPS) / STRIDE;
    private static final int GROUP_BYTES = PHASES * Pcm16.BYTES;
    private static final int NO_BYTE = -1;

    private final float[] even = new float[WINDOW / 2];
    private final float[] odd = new float[WINDOW / 2];
    private final float[] evenShifted = new float[MAX_GROUPS];
    private final float[] oddShifted = new float[MAX_GROUPS];
    private final float[] first = new float[MAX_GROUPS];
    private final float[] second = new float[MAX_GROUPS];
    private final float[] third = new float[MAX_GROUPS];

    /** Samples in the two rows. Before the track began there was silence, which the first outputs look back at. */
    private int filled = BRANCH_TAPS;

    /** Whether there is a track to end. */
    private boolean underWay;

    /** The low byte of a sample that was cut in two. */
    private int lowByte = NO_BYTE;

    /** Room in bytes that {@link #resample} asks for when it is given {@code inputBytes}. */
    public static int maxOutputBytes(int inputBytes) {
        int samples = (inputBytes + 1) / Pcm16.BYTES;
        return (samples + 1) / STRIDE * GROUP_BYTES;
    }

    /**
     * Takes {@code length} bytes and writes all outputs that they complete. Half a sample at the end is kept for the
     * next call.
     *
     * @param out has room for {@link #maxOutputBytes} from {@code at}, and is not {@code in}
     * @return bytes written
     * @throws IndexOutOfBoundsException if {@code in} or {@code out} is too short; nothing has been taken then
     */
    public int resample(byte[] in, int from, int length, byte[] out, int at) {
        Objects.checkFromIndexSize(from, length, in.length);
        Objects.checkFromIndexSize(at, maxOutputBytes(length), out.length);
        int end = from + length;
        int next = from;
        int written = 0;
        if (lowByte != NO_BYTE && next < end) {
            take((short) (in[next++] << 8 | lowByte));
            lowByte = NO_BYTE;
            written += writeGroups(out, at);
        }
        while (end - next >= Pcm16.BYTES) {
            int samples = Math.min((end - next) / Pcm16.BYTES, WINDOW - filled);
            take(in, next, samples);
            next += samples * Pcm16.BYTES;
            written += writeGroups(out, at + written);
        }
        if (next < end) {
            lowByte = Byte.toUnsignedInt(in[next]);
        }
        return written;
    }

    /**
     * Ends the track: writes what is owed, with silence for what would have followed, so that {@code n} samples in have
     * given {@code ceil(3n/2) + 48} out, and none in none. Half a sample is dropped. The instance is then as new.
     *
     * @param out has room for {@link #MAX_FLUSH_BYTES} from {@code at}
     * @return bytes written
     */
    public int flush(byte[] out, int at) {
        Objects.checkFromIndexSize(at, MAX_FLUSH_BYTES, out.length);
        if (!underWay) {
            return 0;
        }
        int pending = filled - BRANCH_TAPS + DELAY_INPUT_SAMPLES;
        int owed = (pending * PHASES + 1) / STRIDE;
        int groups = (pending + 1) / STRIDE;
        while (filled < BRANCH_TAPS + groups * STRIDE) {
            take((short) 0);
        }
        filter(groups);
        for (int m = 0; m < owed; m++) {
            float[] phase = m % PHASES == 0 ? first : m % PHASES == 1 ? second : third;
            Pcm16.write(out, at + m * Pcm16.BYTES, round(phase[m / PHASES]));
        }
        reset();
        return owed * Pcm16.BYTES;
    }

    private void reset() {
        Arrays.fill(even, 0f);
        Arrays.fill(odd, 0f);
        filled = BRANCH_TAPS;
        lowByte = NO_BYTE;
        underWay = false;
    }

    private void take(short sample) {
        (filled % 2 == 0 ? even : odd)[filled / 2] = sample;
        filled++;
        underWay = true;
    }

    private void take(byte[] in, int from, int samples) {
        int at = from;
        int end = from + samples * Pcm16.BYTES;
        if (filled % 2 == 1) {
            take(Pcm16.read(in, at));
            at += Pcm16.BYTES;
        }
        int row = filled / 2;
        filled += (end - at) / Pcm16.BYTES;
        underWay = true;
        for (; end - at >= 2 * Pcm16.BYTES; at += 2 * Pcm16.BYTES) {
            even[row] = Pcm16.read(in, at);
            odd[row++] = Pcm16.read(in, at + Pcm16.BYTES);
        }
        if (at < end) {
            even[row] = Pcm16.read(in, at);
        }
    }

    /** Writes every group whose span has been filled, and lets go of the samples that no later group reads. */
    private int writeGroups(byte[] out, int at) {
        int groups = (filled - BRANCH_TAPS) / STRIDE;
        if (groups <= 0) {
            return 0;
        }
        filter(groups);
        for (int g = 0; g < groups; g++) {
            int to = at + g * GROUP_BYTES;
            Pcm16.write(out, to, round(first[g]));
            Pcm16.write(out, to + Pcm16.BYTES, round(second[g]));
            Pcm16.write(out, to + 2 * Pcm16.BYTES, round(third[g]));
        }
        filled -= groups * STRIDE;
        int rows = (filled + 1) / 2;
        System.arraycopy(even, groups, even, 0, rows);
        System.arraycopy(odd, groups, odd, 0, rows);
        return groups * GROUP_BYTES;
    }

    private void filter(int groups) {
        Arrays.fill(first, 0, groups, 0f);
        Arrays.fill(second, 0, groups, 0f);
        Arrays.fill(third, 0, groups, 0f);
        for (int i = 0; i < SPAN; i += 2) {
            // The compiler makes vectors only of arrays that are all read from the same offset, hence the two copies.
            System.arraycopy(even, i / 2, evenShifted, 0, groups);
            System.arraycopy(odd, i / 2, oddShifted, 0, groups);
            accumulate(i, groups, evenShifted, oddShifted, first, second, third);
        }
    }

    /** Adds the two neighbouring taps at {@code i} of each phase to a whole block. */
    private static void accumulate(
            int i, int groups, float[] even, float[] odd, float[] first, float[] second, float[] third) {
        float a0 = COEFFICIENTS[0][i];
        float a1 = COEFFICIENTS[0][i + 1];
        float b0 = COEFFICIENTS[1][i];
        float b1 = COEFFICIENTS[1][i + 1];
        float c0 = COEFFICIENTS[2][i];
        float c1 = COEFFICIENTS[2][i + 1];
        for (int g = 0; g < groups; g++) {
            float e = even[g];
            float o = odd[g];
            first[g] = first[g] + a0 * e + a1 * o;
            second[g] = second[g] + b0 * e + b1 * o;
            third[g] = third[g] + c0 * e + c1 * o;
        }
    }

    /** To the nearest sample, ties to even, saturated. */
    private static int round(float value) {
        return Pcm16.saturate((int) Math.rint(value));
    }
}
