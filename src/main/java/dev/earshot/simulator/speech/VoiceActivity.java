package dev.earshot.simulator.speech;

import java.util.Arrays;

/**
 * Decides, frame by frame, whether someone speaks: a frame is voiced when its level stands clear of the noise floor, and
 * the floor is the quietest frame of the last three seconds, so that a noise which stays becomes the floor.
 *
 * <p>Meant for clean call legs. A beep starts it falsely.
 */
public final class VoiceActivity {

    /** Length of a frame, in milliseconds. */
    public static final int FRAME_MS = 20;

    private static final int FLOOR_FRAMES = 3_000 / FRAME_MS;
    private static final double LOWEST_FLOOR_DB = -55;
    private static final double HIGHEST_FLOOR_DB = -25;
    private static final double HYSTERESIS_DB = 3;

    /** Three voiced frames out of five start a turn: a click is one frame, a word is many. */
    private static final int ONSET_WINDOW = 5;

    private static final int ONSET_FRAMES = 3;

    private final double marginDb;
    private final int silentFramesToStop;
    private final double[] levels = new double[FLOOR_FRAMES];
    private long frames;
    private int recentVoiced;
    private int silentFrames;
    private boolean speaking;

    /** What a frame changed. */
    public enum Change {
        NONE,
        STARTED,
        STOPPED
    }

    /**
     * @param threshold 0 (hears everything) to 1; 0.5 asks for 9 dB over the noise floor
     * @param silenceMs silence, in milliseconds, that ends a turn
     */
    public VoiceActivity(double threshold, int silenceMs) {
        this.marginDb = Math.max(3, 18 * threshold);
        this.silentFramesToStop = Math.max(1, silenceMs / FRAME_MS);
        Arrays.fill(levels, LOWEST_FLOOR_DB);
    }

    /** Hears one frame of {@link #FRAME_MS}: 16-bit little-endian samples, the whole array. */
    public Change hear(byte[] frame) {
        double level = Levels.decibels(frame, 0, frame.length / 2);
        double floor = floor();
        levels[(int) (frames++ % FLOOR_FRAMES)] = Math.max(LOWEST_FLOOR_DB, Math.min(HIGHEST_FLOOR_DB, level));
        boolean voiced = level > floor + marginDb - (speaking ? HYSTERESIS_DB : 0);
        return speaking ? whileSpeaking(voiced) : whileSilent(voiced);
    }

    /** Right after {@link Change#STARTED}: frames from the first voiced one to the last heard, both included. */
    public int framesSinceOnset() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(recentVoiced);
    }

    public boolean speaking() {
        return speaking;
    }

    /** Forgets that anyone speaks, keeps what it knows of the noise. */
    public void silence() {
        speaking = false;
        recentVoiced = 0;
        silentFrames = 0;
    }

    private Change whileSilent(boolean voiced) {
        recentVoiced = ((recentVoiced << 1) | (voiced ? 1 : 0)) & ((1 << ONSET_WINDOW) - 1);
        if (Integer.bitCount(recentVoiced) < ONSET_FRAMES) {
            return Change.NONE;
        }
        speaking = true;
        silentFrames = 0;
        return Change.STARTED;
    }

    private Change whileSpeaking(boolean voiced) {
        silentFrames = voiced ? 0 : silentFrames + 1;
        if (silentFrames < silentFramesToStop) {
            return Change.NONE;
        }
        silence();
        return Change.STOPPED;
    }

    private double floor() {
        int known = (int) Math.min(frames, FLOOR_FRAMES);
        if (known == 0) {
            return LOWEST_FLOOR_DB;
        }
        double floor = HIGHEST_FLOOR_DB;
        for (int i = 0; i < known; i++) {
            floor = Math.min(floor, levels[i]);
        }
        return floor;
    }
}
