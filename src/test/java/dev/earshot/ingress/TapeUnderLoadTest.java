package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.TrackFeed;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of a tape under operations in random order: the books balance, and no sample is other than it was. */
class TapeUnderLoadTest {

    private static final int RATE = 16_000;

    /** More than one chunk of memory, and no whole number of them. */
    private static final Duration BOUND = Duration.ofMillis(1_300);

    private static final int BOUND_SAMPLES = 20_800;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void theBooksBalanceAfterEveryStepAndSamplesAreWhatTheyWere(long seed) {
        Random random = new Random(seed);
        Tape tape = new Tape(RATE, BOUND);
        TrackFeed.Reading reading = tape.resume(() -> {});
        byte[] target = new byte[2 * BOUND_SAMPLES];
        long written = 0;
        long skipped = 0;
        for (int step = 0; step < 4_000; step++) {
            int dice = random.nextInt(100);
            if (dice < 50) {
                int samples = 1 + random.nextInt(700);
                long heldBefore = tape.held();
                tape.write(Samples.counting(written, samples), 0, 2 * samples);
                skipped += heldBefore + samples - tape.held();
                written += samples;
            } else if (dice < 85) {
                assertReadsTheTruth(reading, target, random.nextInt(dice < 60 ? 3_000 : 600));
            } else if (dice < 95) {
                tape.settle(tape.settled() + random.nextInt(5_000));
            } else if (dice < 99) {
                reading = tape.resume(() -> {});
                assertThat(reading.position()).isEqualTo(tape.oldestRetained());
            } else {
                tape.discard(320, DiscardReason.UNSUPPORTED_FORMAT);
            }
            Tape.Accounts books = tape.accounts();
            assertBalances(books);
            assertThat(books.held()).isEqualTo(written - reading.position());
            assertThat(books.appended()).isNotNegative();
            assertThat(books.discarded().getOrDefault(DiscardReason.TAPE_FULL, 0L))
                    .isEqualTo(skipped);
            assertThat(written - tape.oldestRetained()).isLessThanOrEqualTo(BOUND_SAMPLES);
        }
        assertThat(skipped).as("the bound was reached").isPositive();
    }

    @Test
    void theBooksBalanceWheneverAnybodyLooksWhileOthersWriteReadAndResume() throws Exception {
        Tape tape = new Tape(RATE, BOUND);
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicLong looks = new AtomicLong();
        AtomicLong reads = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> looking = threads.submit(() -> lookOnWhile(running, tape, looks));
            Future<?> reading = threads.submit(() -> readOnWhile(running, tape, reads));
            long written = 0;
            Random random = new Random(42);
            // The others may be kept from running for as long as all of this takes.
            while (written < 20_000_000
                    || (looks.get() == 0 && !looking.isDone())
                    || (reads.get() == 0 && !reading.isDone())) {
                int samples = 1 + random.nextInt(640);
                tape.write(Samples.counting(written, samples), 0, 2 * samples);
                written += samples;
            }
            running.set(false);
            looking.get();
            reading.get();
            assertThat(looks).hasPositiveValue();
            assertThat(reads).hasPositiveValue();
            assertThat(tape.received()).isEqualTo(written);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void lookOnWhile(AtomicBoolean running, Tape tape, AtomicLong looks) {
        while (running.get()) {
            assertBalances(tape.accounts());
            looks.incrementAndGet();
        }
    }

    private static void readOnWhile(AtomicBoolean running, Tape tape, AtomicLong reads) {
        Random random = new Random(7);
        byte[] target = new byte[2 * 960];
        TrackFeed.Reading reading = tape.resume(() -> {});
        while (running.get()) {
            // A drop may move the cursor between asking and reading, so the samples themselves say where they are from.
            int samples = reading.read(target, 1 + random.nextInt(960));
            for (int i = 1; i < samples; i++) {
                assertThat(sample(target, i)).isEqualTo((short) (sample(target, i - 1) + 1));
            }
            reads.addAndGet(samples > 0 ? 1 : 0);
            if (random.nextInt(40) == 0) {
                tape.settle(reading.position() - random.nextInt(4_000));
            }
            if (random.nextInt(200) == 0) {
                reading = tape.resume(() -> {});
            }
        }
    }

    private static void assertReadsTheTruth(TrackFeed.Reading reading, byte[] target, int atMost) {
        long position = reading.position();
        int samples = reading.read(target, atMost);
        byte[] expected = Samples.counting(position, samples);
        assertThat(Arrays.equals(expected, 0, 2 * samples, target, 0, 2 * samples))
                .as("samples from %d on", position)
                .isTrue();
    }

    private static short sample(byte[] bytes, int index) {
        return (short) ((bytes[2 * index] & 0xff) | (bytes[2 * index + 1] << 8));
    }

    private static void assertBalances(Tape.Accounts books) {
        long lost =
                books.discarded().values().stream().mapToLong(Long::longValue).sum();
        assertThat(books.held() + books.appended() + lost).isEqualTo(books.received());
    }
}
