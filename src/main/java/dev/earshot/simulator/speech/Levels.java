package dev.earshot.simulator.speech;

/** Loudness of 16-bit little-endian sound. */
final class Levels {

    private static final double SILENCE_DB = -100;

    private Levels() {}

    /** Level of {@code samples} samples from byte {@code offset} on, in dB below full scale; -100 for digital silence. */
    static double decibels(byte[] pcm, int offset, int samples) {
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            int at = offset + 2 * i;
            int sample = (short) ((pcm[at] & 0xff) | (pcm[at + 1] << 8));
            sum += (double) sample * sample;
        }
        if (sum == 0) {
            return SILENCE_DB;
        }
        return Math.max(SILENCE_DB, 10 * Math.log10(sum / samples / (32768.0 * 32768.0)));
    }
}
