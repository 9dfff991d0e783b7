package dev.earshot.simulator.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The sound of a WAV file: mono, 16-bit little-endian. */
final class WavRecording {

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEAD = 8;

    private final int sampleRate;
    private final byte[] pcm;

    private WavRecording(int sampleRate, byte[] pcm) {
        this.sampleRate = sampleRate;
        this.pcm = pcm;
    }

    int sampleRate() {
        return sampleRate;
    }

    byte[] pcm() {
        return pcm;
    }

    /** @throws IOException the file cannot be read, or holds something else than mono 16-bit PCM */
    static WavRecording read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int rate = 0;
        for (int at = FIRST_CHUNK; at + CHUNK_HEAD <= bytes.length; ) {
            String name = new String(bytes, at, 4, StandardCharsets.US_ASCII);
            int start = at + CHUNK_HEAD;
            int length = Math.min(Math.max(0, buffer.getInt(at + 4)), bytes.length - start);
            if (name.equals("fmt ")) {
                check(file, buffer.getShort(start) == 1, buffer.getShort(start + 2) == 1);
                check(file, buffer.getShort(start + 14) == 16);
                rate = buffer.getInt(start + 4);
            } else if (name.equals("data") && rate > 0) {
                return new WavRecording(rate, Arrays.copyOfRange(bytes, start, start + length));
            }
            at = start + length + length % 2;
        }
        throw new IOException(file + " holds no sound");
    }

    private static void check(Path file, boolean... conditions) throws IOException {
        for (boolean condition : conditions) {
            if (!condition) {
                throw new IOException(file + " is not mono 16-bit PCM");
            }
        }
    }
}
