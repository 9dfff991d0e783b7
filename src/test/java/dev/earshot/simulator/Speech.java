package dev.earshot.simulator;

import dev.earshot.audio.Pcm16;
import java.util.function.IntUnaryOperator;

/** Recordings made on the spot, whose every sample a test can name. */
final class Speech {

    private Speech() {}

    static WavFile of(int samples, IntUnaryOperator sampleAt) {
        byte[] pcm = new byte[samples * Pcm16.BYTES];
        for (int i = 0; i < samples; i++) {
            Pcm16.write(pcm, i * Pcm16.BYTES, sampleAt.applyAsInt(i));
        }
        return WavFile.of(16_000, pcm);
    }
}
