package dev.earshot.ingress;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory for what tapes keep, outside the heap: audio lives for a minute, and a collector that moves it about stops every call
 * meanwhile, for a tenth of a second with a few hundred of them. What is given back is used again, so that the process holds
 * as much as its calls ever held at once. From any thread.
 */
final class ChunkPool {

    private final int chunkBytes;
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private long made;

    ChunkPool(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    /** A chunk with anything in it. One that is never given back is the collector's. */
    synchronized ByteBuffer take() {
        ByteBuffer used = free.pollLast();
        if (used != null) {
            return used;
        }
        made++;
        return ByteBuffer.allocateDirect(chunkBytes);
    }

    /** The giver keeps no hold of it. */
    synchronized void giveBack(ByteBuffer chunk) {
        free.addLast(chunk);
    }

    /** Chunks that did not exist before. */
    synchronized long made() {
        return made;
    }
}
