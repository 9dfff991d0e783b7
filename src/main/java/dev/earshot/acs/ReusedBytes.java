package dev.earshot.acs;

import java.io.OutputStream;
import java.util.Arrays;

/** Takes bytes into an array that is used again for each message. Not synchronised: one socket, one thread. */
final class ReusedBytes extends OutputStream {

    private static final int FRAME_BYTES = 1_024;
    private static final int WORTH_KEEPING = 64 * 1_024;

    private byte[] bytes = new byte[FRAME_BYTES];
    private int length;

    /** Forgets what is there, and an array that one huge message made. */
    void clear() {
        length = 0;
        if (bytes.length > WORTH_KEEPING) {
            bytes = new byte[FRAME_BYTES];
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    @Override
    public void write(int b) {
        makeRoom(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        makeRoom(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void makeRoom(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
