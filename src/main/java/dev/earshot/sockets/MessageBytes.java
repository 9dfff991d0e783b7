package dev.earshot.sockets;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** One message's bytes, in an array that is used again for the next. One socket, one thread. */
final class MessageBytes {

    private static final int USUAL = 4 * 1_024;
    private static final int WORTH_KEEPING = 64 * 1_024;

    private final int max;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean tooLarge;

    /** @param max bytes that a message may have */
    MessageBytes(int max) {
        this.max = max;
    }

    void clear() {
        length = 0;
        tooLarge = false;
        if (bytes.length > WORTH_KEEPING) {
            bytes = new byte[USUAL];
        }
    }

    /** Whether so many more bytes make the message too large, and it was not so before: from here on nothing of it is kept. */
    boolean refuses(long more) {
        if (tooLarge || more <= max - length) {
            return false;
        }
        clear();
        tooLarge = true;
        return true;
    }

    /** Takes {@code count} bytes, to keep them or not. Room is made for what has come, never for what was merely announced. */
    void add(ByteBuf piece, int count) {
        if (tooLarge) {
            piece.skipBytes(count);
            return;
        }
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(2 * bytes.length, length + count), Math.min(USUAL, max)));
        }
        piece.readBytes(bytes, length, count);
        length += count;
    }

    boolean tooLarge() {
        return tooLarge;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }
}
