package dev.earshot.simulator.speech;

import java.util.Arrays;

/**
 * How loud a piece of sound is over time, one level a step. Two recordings of the same speech have the same envelope, up to
 * a constant, whatever their sampling rate: that is how one is found in the other.
 */
final class Envelope {

    /** A level each 10 ms, over 20 ms. */
    static final int STEP_MS = 10;

    private static final int WINDOW_MS = 20;
    private static final double QUIETEST_DB = -55;

    private final double[] levels;
    private final int size;

    private Envelope(double[] levels, int size) {
        this.levels = levels;
        this.size = size;
    }

    /** Of the first {@code length} bytes, with {@code marginMs} of silence before and after. */
    static Envelope of(byte[] pcm, int length, int sampleRate, int marginMs) {
        int step = sampleRate / 1000 * STEP_MS;
        int window = sampleRate / 1000 * WINDOW_MS;
        int inside = Math.max(0, (length / 2 - window) / step + 1);
        int margin = marginMs / STEP_MS;
        double[] levels = new double[inside + 2 * margin];
        Arrays.fill(levels, QUIETEST_DB);
        for (int i = 0; i < inside; i++) {
            levels[margin + i] = Math.max(QUIETEST_DB, Levels.decibels(pcm, 2 * i * step, window));
        }
        return new Envelope(levels, levels.length);
    }

    int size() {
        return size;
    }

    boolean voiced(int index) {
        return index >= 0 && index < size && levels[index] > QUIETEST_DB + 5;
    }

    /** Steps of this envelope that are not silence. */
    int voicedSteps() {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += voiced(i) ? 1 : 0;
        }
        return count;
    }

    /** Correlation, -1 to 1, of the whole of {@code part} with this envelope from step {@code at} on. */
    double correlation(Envelope part, int at) {
        if (at < 0 || at + part.size > size) {
            return -1;
        }
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        for (int i = 0; i < part.size; i++) {
            double a = part.levels[i];
            double b = levels[at + i];
            sumA += a;
            sumB += b;
            sumAa += a * a;
            sumBb += b * b;
            sumAb += a * b;
        }
        double n = part.size;
        double spread = (sumAa - sumA * sumA / n) * (sumBb - sumB * sumB / n);
        return spread <= 1e-9 ? 0 : (sumAb - sumA * sumB / n) / Math.sqrt(spread);
    }
}
