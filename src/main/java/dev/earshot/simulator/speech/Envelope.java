package dev.earshot.simulator.speech;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How loud a piece of sound is over time, one level a step. Two recordings of the same speech have the same envelope, up to
 * a constant, whatever their sampling rate: that is how one is found in the other.
 */
final class Envelope {

    /** A level each 10 ms, over 20 ms. */
    static final int STEP_MS = 10;

    private static final int WINDOW_MS = 20;
    private static final double QUIETEST_DB = -55;
    private static final double VOICED_DB = -50;
    private static final double WORTH_A_LOOK = 0.5;

    private final double[] levels;
    private final int[] all;
    private final int[] voiced;

    private Envelope(double[] levels) {
        this.levels = levels;
        this.all = IntStream.range(0, levels.length).toArray();
        this.voiced = IntStream.of(all).filter(this::voiced).toArray();
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
        return new Envelope(levels);
    }

    int size() {
        return levels.length;
    }

    boolean voiced(int index) {
        return index >= 0 && index < levels.length && levels[index] > VOICED_DB;
    }

    /** Steps of this envelope that are not silence. */
    int voicedSteps() {
        return voiced.length;
    }

    /**
     * How well {@code part} fits this envelope from step {@code at} on, -1 to 1: the lesser of the correlations of the
     * voiced steps alone and of all. Voice after silence looks alike anywhere; what tells places apart is in the voice.
     */
    double fit(Envelope part, int at) {
        if (at < 0 || at + part.size() > levels.length) {
            return -1;
        }
        double voice = correlation(part, at, part.voiced);
        return voice < WORTH_A_LOOK ? voice : Math.min(voice, correlation(part, at, part.all));
    }

    private double correlation(Envelope part, int at, int[] steps) {
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        for (int step : steps) {
            double a = part.levels[step];
            double b = levels[at + step];
            sumA += a;
            sumB += b;
            sumAa += a * a;
            sumBb += b * b;
            sumAb += a * b;
        }
        double n = steps.length;
        double spread = (sumAa - sumA * sumA / n) * (sumBb - sumB * sumB / n);
        return spread <= 1e-9 ? 0 : (sumAb - sumA * sumB / n) / Math.sqrt(spread);
    }
}
