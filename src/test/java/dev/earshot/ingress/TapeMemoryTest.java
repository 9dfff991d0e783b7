package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.earshot.audio.TrackFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chunks are of 8,192 samples each. */
@DisplayName("Where the tapes of all calls have used up their memory")
class TapeMemoryTest {

    private static final int CHUNK = 8_192;
    private static final int FRAME = 320;

    private final TapeMemory memory = TapeMemory.ofBytes(4L * 2 * CHUNK);
    private final Tape tape = tape();

    @Test
    @DisplayName("a tape drops the oldest of its own, by name, and keeps the newest")
    void oldestOfItsOwn() {
        for (int at = 0; at < 10 * CHUNK; at += FRAME) {
            write(tape, at, FRAME);
        }

        assertThat(tape.accounts().discarded()).containsOnlyKeys(DiscardReason.MEMORY_FULL);
        assertBalances(tape);
        assertThat(tape.held()).isGreaterThan(2 * CHUNK).isLessThanOrEqualTo(4 * CHUNK);
        TrackFeed.Reading reading = tape.resume(() -> {});
        byte[] heard = new byte[2 * FRAME];
        int samples = reading.read(heard, FRAME);
        assertThat(heard).startsWith(Samples.counting((int) (reading.position() - samples), samples));
    }

    @Test
    @DisplayName("what was appended is merely not there to be heard again")
    void appendedIsNoLoss() {
        TrackFeed.Reading reading = tape.resume(() -> {});
        for (int at = 0; at < 10 * CHUNK; at += FRAME) {
            write(tape, at, FRAME);
            reading.read(new byte[2 * FRAME], FRAME);
        }

        assertThat(tape.accounts().discarded()).isEmpty();
        assertThat(tape.accounts().appended()).isEqualTo(tape.received());
    }

    @Test
    @DisplayName("a tape that holds none of it discards what comes, keeps its clock, and goes on once there is some")
    void nothingOfItsOwn() {
        write(tape, 0, 4 * CHUNK);
        Tape late = tape();
        write(late, 0, 1_000);

        assertThat(late.accounts().discarded()).containsExactly(entry(DiscardReason.MEMORY_FULL, 1_000L));
        assertThat(late.written()).isEqualTo(1_000);
        tape.discardHeld(DiscardReason.CALL_ENDED);
        write(late, 1_000, 500);
        assertThat(late.held()).isEqualTo(500);
        assertThat(late.oldestRetained()).isEqualTo(1_000);
        assertBalances(late);
    }

    @Test
    @DisplayName("the books of all tapes balance at every instant, and no sample is another's")
    void model() {
        Random random = new Random(7);
        List<Tape> tapes = new ArrayList<>();
        List<TrackFeed.Reading> readings = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tapes.add(tape());
            readings.add(tapes.get(i).resume(() -> {}));
        }
        for (int step = 0; step < 3_000; step++) {
            int i = random.nextInt(6);
            Tape one = tapes.get(i);
            switch (random.nextInt(4)) {
                case 0, 1 -> write(one, (int) one.written(), 1 + random.nextInt(3_000));
                case 2 -> readOf(one, readings.get(i), random.nextInt(4_000));
                default -> one.settle(one.cursor() - random.nextInt(2_000));
            }
            assertBalances(one);
        }
        assertThat(memory.reserved()).isEqualTo(4L * 2 * CHUNK);
        assertThat(tapes)
                .anySatisfy(one -> assertThat(one.accounts().discarded()).isNotEmpty());
        tapes.forEach(one -> one.discardHeld(DiscardReason.CALL_ENDED));
        assertThat(memory.held()).isZero();
    }

    private static void readOf(Tape tape, TrackFeed.Reading reading, int most) {
        byte[] target = new byte[2 * Math.max(1, most)];
        int samples = reading.read(target, most);
        assertThat(Arrays.copyOf(target, 2 * samples)).isEqualTo(Samples.counting(tape.cursor() - samples, samples));
    }

    private static void write(Tape tape, int from, int samples) {
        tape.write(Samples.counting(from, samples), 0, 2 * samples);
    }

    private static void assertBalances(Tape tape) {
        Tape.Accounts books = tape.accounts();
        long discarded =
                books.discarded().values().stream().mapToLong(Long::longValue).sum();
        assertThat(books.received()).isEqualTo(books.held() + books.appended() + discarded);
    }

    private Tape tape() {
        return new Tape(16_000, Duration.ofSeconds(60), Duration.ofSeconds(2), memory);
    }
}
