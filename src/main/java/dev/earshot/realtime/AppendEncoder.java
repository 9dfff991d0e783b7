package dev.earshot.realtime;

import dev.earshot.sockets.Masking;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes {@code input_audio_buffer.append} events as whole WebSocket frames: header, mask and base64 in one array, one copy to the
 * network's buffer. A general encoder would make the event, then the frame, then the masked frame. One connection, one thread.
 */
final class AppendEncoder {

    /** FIN and opcode 1 (RFC 6455 §5.2). */
    private static final byte WHOLE_TEXT = (byte) 0x81;

    private static final byte MASKED = (byte) 0x80;
    private static final int MAX_LENGTH_7 = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_LENGTH_16 = 0xffff;
    private static final int MAX_HEADER = 14;
    private static final byte[] HEAD =
            "{\"type\":\"input_audio_buffer.append\",\"audio\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    /** The JDK encodes whole arrays only. As appends are nearly all of one size, these are, too. */
    private byte[] exact = {};

    private byte[] encoded = {};
    private byte[] event = {};

    /**
     * One event, framed and masked.
     *
     * @param bytes 24 kHz samples, 16-bit little-endian, from index 0 of {@code pcm}
     */
    ByteBuf encode(ByteBufAllocator allocator, byte[] pcm, int bytes) {
        if (exact.length != bytes) {
            resize(bytes);
        }
        System.arraycopy(pcm, 0, exact, 0, bytes);
        BASE64.encode(exact, encoded);
        System.arraycopy(HEAD, 0, event, 0, HEAD.length);
        System.arraycopy(encoded, 0, event, HEAD.length, encoded.length);
        System.arraycopy(TAIL, 0, event, HEAD.length + encoded.length, TAIL.length);
        int mask = ThreadLocalRandom.current().nextInt();
        Masking.apply(event, 0, event.length, mask);
        ByteBuf frame = allocator.buffer(MAX_HEADER + event.length).writeByte(WHOLE_TEXT);
        writeLength(frame);
        return frame.writeIntLE(mask).writeBytes(event);
    }

    /** In the shortest form that holds it, as the protocol demands. */
    private void writeLength(ByteBuf frame) {
        if (event.length <= MAX_LENGTH_7) {
            frame.writeByte(MASKED | event.length);
        } else if (event.length <= MAX_LENGTH_16) {
            frame.writeByte(MASKED | LENGTH_16).writeShort(event.length);
        } else {
            frame.writeByte(MASKED | LENGTH_64).writeLong(event.length);
        }
    }

    private void resize(int bytes) {
        exact = new byte[bytes];
        encoded = new byte[(bytes + 2) / 3 * 4];
        event = new byte[HEAD.length + encoded.length + TAIL.length];
    }
}
