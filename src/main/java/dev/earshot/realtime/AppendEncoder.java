package dev.earshot.realtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes {@code input_audio_buffer.append} events straight into buffers for the network. One connection, one thread. */
final class AppendEncoder {

    private static final byte[] HEAD =
            "{\"type\":\"input_audio_buffer.append\",\"audio\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    /** The encoder takes whole arrays only. As appends are nearly all of one size, the array is, too. */
    private byte[] exact = {};

    private byte[] encoded = {};

    /**
     * One event.
     *
     * @param bytes 24 kHz samples, 16-bit little-endian, from index 0 of {@code pcm}
     */
    ByteBuf encode(ByteBufAllocator allocator, byte[] pcm, int bytes) {
        if (exact.length != bytes) {
            exact = new byte[bytes];
            encoded = Arrays.copyOf(encoded, (bytes + 2) / 3 * 4);
        }
        System.arraycopy(pcm, 0, exact, 0, bytes);
        int length = BASE64.encode(exact, encoded);
        return allocator
                .buffer(HEAD.length + length + TAIL.length)
                .writeBytes(HEAD)
                .writeBytes(encoded, 0, length)
                .writeBytes(TAIL);
    }
}
