package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleStoreTest {

    private static final int CHUNK = 8_192;

    private final ChunkPool pool = new ChunkPool(2 * CHUNK);
    private final SampleStore store = new SampleStore(60 * 16_000, pool);
    private final byte[] audio = new byte[8 * CHUNK];

    @Test
    void whatWasStoredIsReadAcrossChunks() {
        new Random(1).nextBytes(audio);
        store.put(CHUNK - 3, audio, 10, 2 * CHUNK);
        byte[] read = new byte[4 * CHUNK];
        store.get(CHUNK - 3, read, 2 * CHUNK);
        assertThat(read).isEqualTo(Arrays.copyOfRange(audio, 10, 10 + 4 * CHUNK));
    }

    @Test
    void aTrackThatIsSettledAsItComesNeedsTwoChunksForEver() {
        for (long position = 0; position < 1_000L * CHUNK; position += 320) {
            store.put(position, audio, 0, 320);
            store.release(Math.max(0, position - 640), position);
        }
        assertThat(pool.made()).isLessThanOrEqualTo(2);
    }

    @Test
    void theNextCallUsesTheMemoryOfTheLast() {
        for (int call = 0; call < 50; call++) {
            SampleStore next = new SampleStore(60 * 16_000, pool);
            for (long position = 0; position < 10 * CHUNK; position += 320) {
                next.put(position, audio, 0, 320);
            }
            next.releaseAll();
        }
        assertThat(pool.made()).isEqualTo(10);
    }

    @Test
    void anotherTracksMemoryIsNeverShared() {
        SampleStore other = new SampleStore(60 * 16_000, pool);
        Arrays.fill(audio, (byte) 1);
        store.put(0, audio, 0, CHUNK);
        store.releaseAll();
        store.releaseAll();
        store.put(0, audio, 0, CHUNK);
        other.put(0, new byte[2 * CHUNK], 0, CHUNK);
        byte[] read = new byte[2 * CHUNK];
        store.get(0, read, CHUNK);
        assertThat(read).containsOnly(1);
    }
}
