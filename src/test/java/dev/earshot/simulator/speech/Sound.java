package dev.earshot.simulator.speech;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Sound for tests: 16-bit little-endian. */
public final class Sound {

    private static final int HEADER = 44;

    private Sound() {}

    /** The samples of a 16 kHz file under {@code speech/}, {@code fromMs} to {@code toMs}. */
    public static byte[] at16k(String file, int fromMs, int toMs) {
        try {
            byte[] wav = Files.readAllBytes(Path.of("speech", file));
            return Arrays.copyOfRange(wav, HEADER + fromMs * 32, Math.min(wav.length, HEADER + toMs * 32));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same at 24 kHz: three samples for two, interpolated straight. Good enough to be understood. */
    public static byte[] at24k(String file, int fromMs, int toMs) {
        byte[] pcm = at16k(file, fromMs, toMs);
        int samples = pcm.length / 2;
        int more = samples * 3 / 2;
        byte[] out = new byte[more * 2];
        for (int i = 0; i < more; i++) {
            double at = i * 2 / 3.0;
            int left = (int) at;
            int right = Math.min(left + 1, samples - 1);
            double value = sample(pcm, left) + (at - left) * (sample(pcm, right) - sample(pcm, left));
            out[2 * i] = (byte) Math.round(value);
            out[2 * i + 1] = (byte) (Math.round(value) >> 8);
        }
        return out;
    }

    /** Digital silence at 24 kHz. */
    public static byte[] silence24k(int ms) {
        return new byte[ms * 48];
    }

    private static int sample(byte[] pcm, int index) {
        return (short) ((pcm[2 * index] & 0xff) | (pcm[2 * index + 1] << 8));
    }
}
