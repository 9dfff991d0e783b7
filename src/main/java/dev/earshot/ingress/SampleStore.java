package dev.earshot.ingress;

import java.util.Arrays;

/**
 * Where a tape keeps its bytes: a ring of chunks addressed by position, so that an idle or well-settled track holds
 * about what is unsettled, not the whole bound. Guarded by its tape, which says what is kept.
 */
final class SampleStore {

    private static final int CHUNK_SHIFT = 13;
    private static final int CHUNK_SAMPLES = 1 << CHUNK_SHIFT;
    private static final byte[] ABSENT = {};

    private final byte[][] chunks;

    /** Enough to go from chunk to chunk without allocating while the settled position keeps up. */
    private final byte[][] spares = new byte[2][];

    private int spareCount;

    SampleStore(long maxSamples) {
        chunks = new byte[(int) (maxSamples >> CHUNK_SHIFT) + 2][];
        Arrays.fill(chunks, ABSENT);
    }

    /** Stores {@code samples} samples as those from {@code position} on. */
    void put(long position, byte[] source, int from, int samples) {
        int done = 0;
        while (done < samples) {
            long at = position + done;
            int count = pieceAt(at, samples - done);
            System.arraycopy(source, from + 2 * done, chunkFor(at), byteOffset(at), 2 * count);
            done += count;
        }
    }

    /** Copies what was stored from {@code position} on. */
    void get(long position, byte[] target, int samples) {
        int done = 0;
        while (done < samples) {
            long at = position + done;
            int count = pieceAt(at, samples - done);
            System.arraycopy(chunks[slot(at)], byteOffset(at), target, 2 * done, 2 * count);
            done += count;
        }
    }

    /** Samples from {@code from} until {@code to} are not needed any more. */
    void release(long from, long to) {
        for (long chunk = from >> CHUNK_SHIFT; chunk < to >> CHUNK_SHIFT; chunk++) {
            int slot = (int) (chunk % chunks.length);
            if (chunks[slot] != ABSENT && spareCount < spares.length) {
                spares[spareCount++] = chunks[slot];
            }
            chunks[slot] = ABSENT;
        }
    }

    private byte[] chunkFor(long position) {
        int slot = slot(position);
        if (chunks[slot] == ABSENT) {
            chunks[slot] = spareCount > 0 ? spares[--spareCount] : new byte[2 * CHUNK_SAMPLES];
        }
        return chunks[slot];
    }

    private int slot(long position) {
        return (int) ((position >> CHUNK_SHIFT) % chunks.length);
    }

    private static int byteOffset(long position) {
        return (int) (position & (CHUNK_SAMPLES - 1)) * 2;
    }

    private static int pieceAt(long position, int atMost) {
        return Math.min(atMost, CHUNK_SAMPLES - (int) (position & (CHUNK_SAMPLES - 1)));
    }
}
