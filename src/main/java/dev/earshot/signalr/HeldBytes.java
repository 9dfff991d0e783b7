package dev.earshot.signalr;

import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/** Bytes that have come in and are not yet taken, in one array that grows with them and never ahead of them. */
final class HeldBytes {

    private byte[] bytes = new byte[0];
    private int start;
    private int end;

    void append(ByteString more) {
        makeRoom(more.size());
        more.copyToArray(bytes, end, more.size());
        end += more.size();
    }

    private void makeRoom(int more) {
        if (bytes.length - end >= more) {
            return;
        }
        int size = size();
        byte[] target = bytes.length >= size + more ? bytes : new byte[Math.max(2 * size, size + more)];
        System.arraycopy(bytes, start, target, 0, size);
        bytes = target;
        start = 0;
        end = size;
    }

    int size() {
        return end - start;
    }

    /** @param index 0 for the first byte not yet taken */
    byte at(int index) {
        return bytes[start + index];
    }

    /** Takes the first so many bytes. */
    ByteString take(int count) {
        ByteString taken = ByteString.fromArray(Arrays.copyOfRange(bytes, start, start + count));
        start += count;
        return taken;
    }
}
