package dev.earshot.audio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Signed 16-bit little-endian mono PCM in byte arrays: reading, writing, measuring. Stateless. */
public final class Pcm16 {

    /** Bytes a sample. */
    public static final int BYTES = 2;

    /** The level of digital zero in dBFS: as far down as 16 bits reach. A number, because JSON has no infinity. */
    public static final double FLOOR_DBFS = -96.0;

    private static final double FULL_SCALE = 32768.0;
    private static final VarHandle SAMPLE =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Pcm16() {}

    /** The sample whose first byte is {@code pcm[at]}. */
    public static short read(byte[] pcm, int at) {
        return (short) SAMPLE.get(pcm, at);
    }

    /** Puts the low 16 bits of {@code sample} into {@code pcm[at]} and {@code pcm[at + 1]}. */
    public static void write(byte[] pcm, int at, int sample) {
        SAMPLE.set(pcm, at, (short) sample);
    }

    /** The nearest value a sample can hold. */
    public static int saturate(int value) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }

    /** Whole milliseconds in {@code samples}, rounded down. */
    public static long samplesToMillis(long samples, int sampleRate) {
        return Math.floorDiv(Math.multiplyExact(samples, 1000L), sampleRate);
    }

    /** Whole samples in {@code millis}, rounded down. */
    public static long millisToSamples(long millis, int sampleRate) {
        return Math.floorDiv(Math.multiplyExact(millis, sampleRate), 1000);
    }

    /** True where every byte is zero; an empty block is silent. */
    public static boolean isDigitalZero(byte[] pcm, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (pcm[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Root mean square of a block in dB relative to full scale: 0 for a full-scale square wave, {@link #FLOOR_DBFS} for
     * digital zero and for an empty block. Half a sample at the end is left out.
     */
    public static double levelDbfs(byte[] pcm, int from, int length) {
        int samples = length / BYTES;
        long squares = 0;
        for (int i = 0; i < samples; i++) {
            long sample = read(pcm, from + i * BYTES);
            squares += sample * sample;
        }
        if (squares == 0) {
            return FLOOR_DBFS;
        }
        double rms = Math.sqrt((double) squares / samples) / FULL_SCALE;
        return Math.max(FLOOR_DBFS, 20.0 * Math.log10(rms));
    }
}
