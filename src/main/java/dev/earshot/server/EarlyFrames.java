package dev.earshot.server;

import java.util.Arrays;
import java.util.Queue;

/**
 * Finds frames that a client has sent right behind its request to switch to WebSocket, without waiting for the answer. What stands
 * behind the empty line that ends a request's head, and begins with a byte that no request begins with, is parted from it, so that
 * who reads the head need not read on. Where it was the body of a request after all, no harm is done.
 */
final class EarlyFrames {

    private boolean lineIsEmpty;

    /** Adds the bytes to {@code pieces} as they are, or in two. */
    void split(byte[] bytes, Queue<byte[]> pieces) {
        int at = frameStart(bytes);
        if (at == 0 || at == bytes.length) {
            pieces.add(bytes);
        } else {
            pieces.add(Arrays.copyOfRange(bytes, 0, at));
            pieces.add(Arrays.copyOfRange(bytes, at, bytes.length));
        }
    }

    /** The length of {@code bytes} where there is none; all of them are looked at, for the sake of an empty line that is cut. */
    private int frameStart(byte[] bytes) {
        int start = bytes.length;
        boolean headEnds = false;
        for (int i = 0; i < bytes.length; i++) {
            byte one = bytes[i];
            if (headEnds && start == bytes.length && beginsNoRequest(one)) {
                start = i;
            }
            headEnds = one == '\n' && lineIsEmpty;
            lineIsEmpty = one == '\n' || (one == '\r' && lineIsEmpty);
        }
        return start;
    }

    /** A frame does: its first byte is an opcode, with or without the bit for its end. */
    private static boolean beginsNoRequest(byte first) {
        return first < '\t';
    }
}
