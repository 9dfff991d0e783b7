package dev.earshot.simulator;

import dev.earshot.audio.Pcm16;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording held in memory: mono, signed 16-bit little-endian PCM at the rate its header names. Immutable. */
public final class WavFile {

    private static final int CHUNK_HEADER = 8;
    private static final int RIFF_HEADER = 12;
    private static final int FORMAT_LENGTH = 16;
    private static final int FORMAT_PCM = 1;

    private final int sampleRate;
    private final byte[] pcm;

    private WavFile(int sampleRate, byte[] pcm) {
        this.sampleRate = sampleRate;
        this.pcm = pcm;
    }

    /** A recording that never was a file. {@code pcm} is whole samples, and is copied. */
    public static WavFile of(int sampleRate, byte[] pcm) {
        if (sampleRate <= 0 || pcm.length % Pcm16.BYTES != 0) {
            throw new IllegalArgumentException(
                    "Not whole samples at a rate: %d bytes, %d Hz".formatted(pcm.length, sampleRate));
        }
        return new WavFile(sampleRate, pcm.clone());
    }

    /**
     * Reads a whole file. Chunks other than the format and the data are passed over.
     *
     * @throws IOException if it cannot be read, is not a WAV file, is cut short, or holds anything but mono 16-bit PCM;
     *     the message names the file and what was found
     */
    public static WavFile read(Path file) throws IOException {
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (MalformedWav e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Samples a second. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Length in samples. */
    public int samples() {
        return pcm.length / Pcm16.BYTES;
    }

    /** A copy of the samples, two bytes each. */
    public byte[] pcm() {
        return pcm.clone();
    }

    private static WavFile parse(ByteBuffer file) throws MalformedWav {
        if (file.remaining() < RIFF_HEADER
                || !name(file, 0).equals("RIFF")
                || !name(file, 8).equals("WAVE")) {
            throw new MalformedWav("not a WAV file");
        }
        int sampleRate = 0;
        int at = RIFF_HEADER;
        while (file.limit() - at >= CHUNK_HEADER) {
            String chunk = name(file, at);
            long length = Integer.toUnsignedLong(file.getInt(at + 4));
            int body = at + CHUNK_HEADER;
            if (length > file.limit() - body) {
                throw new MalformedWav(
                        "cut short: chunk '%s' has %d of its %d bytes".formatted(chunk, file.limit() - body, length));
            }
            if (chunk.equals("fmt ")) {
                sampleRate = sampleRate(file, body, length);
            } else if (chunk.equals("data")) {
                return data(file, body, (int) length, sampleRate);
            }
            // A chunk of odd length is followed by a byte that belongs to none.
            at = (int) Math.min(file.limit(), body + length + length % 2);
        }
        throw new MalformedWav("no audio in it");
    }

    private static int sampleRate(ByteBuffer file, int body, long length) throws MalformedWav {
        if (length < FORMAT_LENGTH) {
            throw new MalformedWav("format of only %d bytes".formatted(length));
        }
        int format = Short.toUnsignedInt(file.getShort(body));
        int channels = Short.toUnsignedInt(file.getShort(body + 2));
        int bits = Short.toUnsignedInt(file.getShort(body + 14));
        int rate = file.getInt(body + 4);
        if (format != FORMAT_PCM || channels != 1 || bits != 8 * Pcm16.BYTES || rate <= 0) {
            throw new MalformedWav("not mono 16-bit PCM: format %d, %d channel(s), %d bits, %d Hz"
                    .formatted(format, channels, bits, rate));
        }
        return rate;
    }

    private static WavFile data(ByteBuffer file, int body, int length, int sampleRate) throws MalformedWav {
        if (sampleRate == 0) {
            throw new MalformedWav("audio before its format");
        }
        if (length % Pcm16.BYTES != 0) {
            throw new MalformedWav("half a sample at the end: %d bytes".formatted(length));
        }
        return new WavFile(sampleRate, bytes(file, body, length));
    }

    private static String name(ByteBuffer file, int at) {
        return new String(bytes(file, at, 4), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(ByteBuffer file, int at, int length) {
        byte[] bytes = new byte[length];
        file.get(at, bytes);
        return bytes;
    }

    private static final class MalformedWav extends Exception {
        MalformedWav(String message) {
            super(message);
        }
    }
}
