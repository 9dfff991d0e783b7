package dev.earshot.ingress;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Memory for what all tapes of a process keep, in chunks, outside the heap: audio lives for a minute, and a collector that moves it
 * about stops every call meanwhile, for a tenth of a second with a few hundred of them. What is given back is used again, so that the
 * process holds as much as its calls ever held at once, and never more than the bound. From any thread.
 */
public final class TapeMemory {

    private static final int CHUNK_BYTES = 2 * SampleStore.CHUNK_SAMPLES;

    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private long maxChunks;
    private long made;

    private TapeMemory(long maxChunks) {
        this.maxChunks = maxChunks;
    }

    /**
     * Memory of which nothing is held yet.
     *
     * @param bytes the most that is ever held, rounded down to whole chunks of 16 KiB, one of them at least
     */
    public static TapeMemory ofBytes(long bytes) {
        return new TapeMemory(Math.max(1, bytes / CHUNK_BYTES));
    }

    /** Enough for so many tapes of this length at 24 kHz, and for the chunks that each begins. */
    static TapeMemory forTapes(int tapes, Duration bound) {
        return ofBytes(tapes * (bound.toMillis() * 48 + 3L * CHUNK_BYTES));
    }

    /** A chunk with anything in it, or null where there is none left. One that is never given back is lost to the others. */
    synchronized @Nullable ByteBuffer take() {
        ByteBuffer used = free.pollLast();
        return used == null && made < maxChunks ? made() : used;
    }

    /** The bound may be more than the JVM gives. */
    private @Nullable ByteBuffer made() {
        try {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
            made++;
            return chunk;
        } catch (OutOfMemoryError e) {
            maxChunks = made;
            return null;
        }
    }

    /** The giver keeps no hold of it. */
    synchronized void giveBack(ByteBuffer chunk) {
        free.addLast(chunk);
    }

    /** What tapes hold now, bytes. */
    public synchronized long held() {
        return (made - free.size()) * CHUNK_BYTES;
    }

    /** What the process holds for them, bytes. */
    public synchronized long reserved() {
        return made * CHUNK_BYTES;
    }
}
