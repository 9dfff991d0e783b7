package dev.earshot.ingress;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a tape keeps its bytes: a ring of chunks addressed by position, so that an idle or well-settled track holds
 * about what is unsettled, not the whole bound. Guarded by its tape, which says what is kept.
 */
final class SampleStore {

    private static final int CHUNK_SHIFT = 13;
    static final int CHUNK_SAMPLES = 1 << CHUNK_SHIFT;

    private final TapeMemory memory;
    private final @Nullable ByteBuffer[] chunks;

    SampleStore(long maxSamples, TapeMemory memory) {
        this.memory = memory;
        this.chunks = new ByteBuffer[(int) (maxSamples >> CHUNK_SHIFT) + 2];
    }

    /** Makes sure of the memory for the {@code samples} samples from {@code position} on; false where there is not enough. */
    boolean reserve(long position, int samples) {
        for (long chunk = position >> CHUNK_SHIFT; chunk << CHUNK_SHIFT < position + samples; chunk++) {
            int slot = (int) (chunk % chunks.length);
            if (chunks[slot] == null) {
                chunks[slot] = memory.take();
            }
            if (chunks[slot] == null) {
                return false;
            }
        }
        return true;
    }

    /** Where the memory that holds this position ends. */
    static long chunkEnd(long position) {
        return ((position >> CHUNK_SHIFT) + 1) << CHUNK_SHIFT;
    }

    /** Stores {@code samples} samples, for which there is memory, as those from {@code position} on. */
    void put(long position, byte[] source, int from, int samples) {
        int done = 0;
        while (done < samples) {
            long at = position + done;
            int count = pieceAt(at, samples - done);
            chunkFor(at).put(byteOffset(at), source, from + 2 * done, 2 * count);
            done += count;
        }
    }

    /** Copies what was stored from {@code position} on. */
    void get(long position, byte[] target, int samples) {
        int done = 0;
        while (done < samples) {
            long at = position + done;
            int count = pieceAt(at, samples - done);
            chunkFor(at).get(byteOffset(at), target, 2 * done, 2 * count);
            done += count;
        }
    }

    /** Whether the {@code samples} samples that were stored from {@code position} on are these. */
    boolean matches(long position, byte[] bytes, int from, int samples) {
        int done = 0;
        while (done < samples) {
            long at = position + done;
            int count = pieceAt(at, samples - done);
            ByteBuffer piece = chunkFor(at).slice(byteOffset(at), 2 * count);
            if (!piece.equals(ByteBuffer.wrap(bytes, from + 2 * done, 2 * count))) {
                return false;
            }
            done += count;
        }
        return true;
    }

    /** Samples from {@code from} until {@code to} are not needed any more. */
    void release(long from, long to) {
        for (long chunk = from >> CHUNK_SHIFT; chunk < to >> CHUNK_SHIFT; chunk++) {
            giveBack((int) (chunk % chunks.length));
        }
    }

    /** Nothing is needed any more. */
    void releaseAll() {
        for (int slot = 0; slot < chunks.length; slot++) {
            giveBack(slot);
        }
    }

    private void giveBack(int slot) {
        ByteBuffer chunk = chunks[slot];
        if (chunk != null) {
            chunks[slot] = null;
            memory.giveBack(chunk);
        }
    }

    private ByteBuffer chunkFor(long position) {
        return Objects.requireNonNull(chunks[(int) ((position >> CHUNK_SHIFT) % chunks.length)], "not reserved");
    }

    private static int byteOffset(long position) {
        return (int) (position & (CHUNK_SAMPLES - 1)) * 2;
    }

    private static int pieceAt(long position, int atMost) {
        return Math.min(atMost, CHUNK_SAMPLES - (int) (position & (CHUNK_SAMPLES - 1)));
    }
}
