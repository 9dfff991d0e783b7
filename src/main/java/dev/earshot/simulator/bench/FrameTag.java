package dev.earshot.simulator.bench;

import dev.earshot.audio.Pcm16;

/**
 * What a frame's samples say: which call and which frame they are. A tag is 32 bits:
 *
 * <pre>
 *   call (13) │ frame modulo 8192 (13) │ check (6)
 * </pre>
 *
 * and becomes five steps of constant level: a marker that no data reaches, then the tag's four bytes, the first byte
 * first.
 *
 * <pre>
 *   sample at 16 kHz  0        62       124      186      248        320
 *                     │ marker │ byte 3 │ byte 2 │ byte 1 │  byte 0  │
 *   read around           31       93      155      217      280
 * </pre>
 *
 * A low-pass filter of ±2 ms disturbs a level up to 32 samples after its edge, so a level is read at least that far
 * away from both, and the last one 2 ms before the frame ends: behind a filter with 2 ms delay it still arrives
 * with its own frame.
 */
final class FrameTag {
    /** Samples a second of a sent frame. */
    static final int RATE = 16_000;

    /** Samples of a frame: 20 ms. */
    static final int SAMPLES = 320;

    /** PCM bytes of a frame. */
    static final int BYTES = SAMPLES * Pcm16.BYTES;

    /** Calls that can be told apart. */
    static final int MAX_CALLS = 1 << 13;

    /** Frames after which the numbers begin again: 164 s. */
    static final int FRAME_PERIOD = 1 << 13;

    /** Steps in a frame, the marker with them. */
    static final int STEPS = 5;

    /** Samples of each step but the last. */
    static final int STEP_SAMPLES = 62;

    static final int MARKER = 31_000;

    private static final int[] STARTS = {0, STEP_SAMPLES, 2 * STEP_SAMPLES, 3 * STEP_SAMPLES, 4 * STEP_SAMPLES};
    private static final int[] READ_AT = {31, 93, 155, 217, 280};
    private static final int LEVEL_STEP = 160;
    private static final int LOWEST = -128 * LEVEL_STEP;
    private static final int TOLERANCE = LEVEL_STEP * 3 / 8;
    private static final int CHECK_BITS = 6;
    private static final int CHECK_MASK = (1 << CHECK_BITS) - 1;

    private FrameTag() {}

    static int of(int call, int frame) {
        int content = (call << 13) | (frame % FRAME_PERIOD);
        return (content << CHECK_BITS) | check(content);
    }

    /** Whether a tag's content and check belong together. */
    static boolean valid(int tag) {
        return check(tag >>> CHECK_BITS) == (tag & CHECK_MASK);
    }

    static int call(int tag) {
        return tag >>> 19;
    }

    /** The frame's number modulo {@link #FRAME_PERIOD}. */
    static int frame(int tag) {
        return (tag >>> CHECK_BITS) & (FRAME_PERIOD - 1);
    }

    /** Writes the frame that carries {@code tag}: {@link #BYTES} bytes from index 0. */
    static void write(int tag, byte[] pcm) {
        for (int step = 0; step < STEPS; step++) {
            int level = step == 0 ? MARKER : LOWEST + ((tag >>> (8 * (STEPS - 1 - step))) & 0xff) * LEVEL_STEP;
            int end = step + 1 < STEPS ? STARTS[step + 1] : SAMPLES;
            for (int sample = STARTS[step]; sample < end; sample++) {
                Pcm16.write(pcm, sample * Pcm16.BYTES, level);
            }
        }
    }

    /** Where a step is read, in samples at {@code rate} after the place where the marker is read. */
    static int readAt(int step, int rate) {
        return (int) ((long) (READ_AT[step] - READ_AT[0]) * rate / RATE);
    }

    /** The byte that a level stands for, or −1 for none. */
    static int value(int level) {
        int value = Math.floorDiv(level - LOWEST + LEVEL_STEP / 2, LEVEL_STEP);
        boolean near = Math.abs(level - LOWEST - value * LEVEL_STEP) <= TOLERANCE;
        return near && value >= 0 && value <= 0xff ? value : -1;
    }

    static boolean isMarker(int level) {
        return Math.abs(level - MARKER) <= TOLERANCE;
    }

    private static int check(int content) {
        int mixed = content * 0x9E3779B1;
        return (mixed ^ (mixed >>> 15)) >>> (Integer.SIZE - CHECK_BITS);
    }
}
