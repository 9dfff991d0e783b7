package dev.earshot.ingress;

/** The loudness of the last fifth of a second, for display. Guarded by its tape. */
final class LevelMeter {

    /** What silence reads, in dBFS. */
    static final double FLOOR_DB = -96.0;

    private static final double FULL_SCALE = 32_768.0;

    private final int windowSamples;
    private long squares;
    private int samples;
    private double levelDb = FLOOR_DB;

    LevelMeter(int sampleRate) {
        this.windowSamples = sampleRate / 5;
    }

    /** Takes 16-bit little-endian samples. */
    void add(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i += 2) {
            int sample = (bytes[i] & 0xff) | (bytes[i + 1] << 8);
            squares += (long) sample * sample;
            if (++samples == windowSamples) {
                levelDb = decibels(squares / (double) samples);
                squares = 0;
                samples = 0;
            }
        }
    }

    /** RMS of the last full window in dBFS. */
    double levelDb() {
        return levelDb;
    }

    private static double decibels(double meanSquare) {
        if (meanSquare == 0) {
            return FLOOR_DB;
        }
        return Math.max(FLOOR_DB, 10 * Math.log10(meanSquare / (FULL_SCALE * FULL_SCALE)));
    }
}
