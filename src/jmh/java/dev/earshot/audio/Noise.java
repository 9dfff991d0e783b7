package dev.earshot.audio;

import java.util.Random;

/** What the parts are measured with: noise at about a quarter of full scale, the same in each run. */
public final class Noise {

    private static final double AMPLITUDE = 8_000;

    private Noise() {}

    /** {@code bytes} of 16-bit PCM. */
    public static byte[] pcm(int bytes) {
        Random random = new Random(20_261_122);
        byte[] pcm = new byte[bytes];
        for (int at = 0; at < bytes; at += Pcm16.BYTES) {
            Pcm16.write(pcm, at, Pcm16.saturate((int) (random.nextGaussian() * AMPLITUDE)));
        }
        return pcm;
    }
}
