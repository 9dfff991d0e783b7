package dev.earshot.sockets;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** One message's bytes, in an array that is used again for the next. One socket, one thread. */
final class MessageBytes {

    private static final int USUAL = 4 * 1_024;
    private static final int WORTH_KEEPING = 64 * 1_024;

    private final int max;
    private byte[] bytes = new byte[USUAL];
    private int length;
    private boolean tooLarge;

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

    /** Past the limit nothing is kept. */
    void add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (tooLarge || more > max - length) {
            clear();
            tooLarge = true;
            return;
        }
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        piece.readBytes(bytes, length, more);
        length += more;
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
