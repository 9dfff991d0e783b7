package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleStoreTest {

    private static final int CHUNK = 8_192;

    private final TapeMemory memory = TapeMemory.ofBytes(12L * 2 * CHUNK);
    private final SampleStore store = new SampleStore(60 * 16_000, memory);
    private final byte[] audio = new byte[8 * CHUNK];

    @Test
    void whatWasStoredIsReadAcrossChunks() {
        new Random(1).nextBytes(audio);
        put(store, CHUNK - 3, audio, 10, 2 * CHUNK);
        byte[] read = new byte[4 * CHUNK];
        store.get(CHUNK - 3, read, 2 * CHUNK);
        assertThat(read).isEqualTo(Arrays.copyOfRange(audio, 10, 10 + 4 * CHUNK));
    }

    @Test
    void aTrackThatIsSettledAsItComesNeedsTwoChunksForEver() {
        for (long position = 0; position < 1_000L * CHUNK; position += 320) {
            put(store, position, audio, 0, 320);
            store.release(Math.max(0, position - 640), position);
        }
        assertThat(memory.reserved() / (2 * CHUNK)).isLessThanOrEqualTo(2);
    }

    @Test
    void theNextCallUsesTheMemoryOfTheLast() {
        for (int call = 0; call < 50; call++) {
            SampleStore next = new SampleStore(60 * 16_000, memory);
            for (long position = 0; position < 10 * CHUNK; position += 320) {
                put(next, position, audio, 0, 320);
            }
            next.releaseAll();
        }
        assertThat(memory.reserved() / (2 * CHUNK)).isEqualTo(10);
    }

    @Test
    void anotherTracksMemoryIsNeverShared() {
        SampleStore other = new SampleStore(60 * 16_000, memory);
        Arrays.fill(audio, (byte) 1);
        put(store, 0, audio, 0, CHUNK);
        store.releaseAll();
        store.releaseAll();
        put(store, 0, audio, 0, CHUNK);
        put(other, 0, new byte[2 * CHUNK], 0, CHUNK);
        byte[] read = new byte[2 * CHUNK];
        store.get(0, read, CHUNK);
        assertThat(read).containsOnly(1);
    }

    @Test
    void whereThereIsNoMemoryLeftNothingIsStored() {
        assertThat(store.reserve(CHUNK / 2, 11 * CHUNK)).isTrue();
        assertThat(store.reserve(CHUNK / 2, 12 * CHUNK)).isFalse();
        store.releaseAll();
        assertThat(memory.held()).isZero();
        assertThat(store.reserve(20 * CHUNK, 12 * CHUNK)).isTrue();
    }

    private static void put(SampleStore store, long position, byte[] source, int from, int samples) {
        assertThat(store.reserve(position, samples)).isTrue();
        store.put(position, source, from, samples);
    }
}
