package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.earshot.audio.TrackFeed;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TapeTest {

    private static final int RATE = 16_000;

    /** A hundredth of a second: 160 samples. */
    private final Tape tape = new Tape(RATE, Duration.ofMillis(10));

    private long written;

    @Test
    void whatIsWrittenIsHeldUntilItIsReadAndThenAppended() {
        write(100);
        assertThat(tape.accounts()).extracting("received", "held", "appended").containsExactly(100L, 100L, 0L);

        TrackFeed.Reading reading = tape.resume(() -> {});
        assertThat(read(reading, 60)).isEqualTo(Samples.counting(0, 60));
        assertThat(reading.position()).isEqualTo(60);
        assertThat(reading.available()).isEqualTo(40);
        assertThat(tape.accounts()).extracting("received", "held", "appended").containsExactly(100L, 40L, 60L);
    }

    @Test
    void silenceThatWasPutInIsReadButInNoAccount() {
        write(50);
        assertThat(tape.appendSilence(30)).isEqualTo(30);
        write(20);
        assertThat(tape.accounts())
                .extracting("received", "held", "appended", "gaps", "gapSamples")
                .containsExactly(70L, 70L, 0L, 1L, 30L);

        TrackFeed.Reading reading = tape.resume(() -> {});
        assertThat(read(reading, 60)).startsWith(Samples.counting(0, 50)).endsWith(new byte[20]);
        assertThat(tape.accounts()).extracting("held", "appended").containsExactly(20L, 50L);
        tape.settle(55);
        assertThat(tape.resume(() -> {}).position()).isEqualTo(55);
        assertThat(tape.accounts()).extracting("held", "appended").containsExactly(20L, 50L);
        tape.discardHeld(DiscardReason.CALL_ENDED);
        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.CALL_ENDED, 20L));
    }

    @Test
    void silenceThatMakesRoomIsNoLoss() {
        write(40);
        tape.appendSilence(150);
        write(100);
        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.TAPE_FULL, 40L));
        assertThat(tape.accounts()).extracting("received", "held").containsExactly(140L, 100L);
    }

    @Test
    void ofALongSilenceAReaderHearsTheEndOnly() {
        Tape longer = new Tape(RATE, Duration.ofSeconds(1), Duration.ofMillis(1), TapeMemory.ofBytes(1 << 20));
        longer.write(Samples.counting(1, 100), 0, 200);
        longer.appendSilence(5_000);
        longer.write(Samples.counting(1, 10), 0, 20);
        TrackFeed.Reading reading = longer.resume(() -> {});
        byte[] target = new byte[4_000];
        assertThat(reading.read(target, 2_000)).isEqualTo(100);
        assertThat(reading.read(target, 2_000)).isEqualTo(26);
        assertThat(reading.readFrom()).isEqualTo(5_084);
        assertThat(reading.available()).isZero();
        assertThat(longer.accounts()).extracting("received", "appended").containsExactly(110L, 110L);
    }

    @Test
    void aReadTakesNoMoreThanIsThere() {
        write(10);
        TrackFeed.Reading reading = tape.resume(() -> {});
        assertThat(read(reading, 500)).isEqualTo(Samples.counting(0, 10));
        assertThat(read(reading, 500)).isEmpty();
    }

    @Test
    void aNewReadingHearsAgainWhatWasNotSettled() {
        write(100);
        TrackFeed.Reading first = tape.resume(() -> {});
        read(first, 80);
        tape.settle(30);

        TrackFeed.Reading second = tape.resume(() -> {});

        assertThat(second.position()).isEqualTo(30);
        assertThat(tape.accounts()).extracting("held", "appended").containsExactly(70L, 30L);
        assertThat(read(second, 100)).isEqualTo(Samples.counting(30, 70));
    }

    @Test
    void aSupersededReadingReadsNothingMoreAndStaysWhereItWas() {
        write(100);
        TrackFeed.Reading first = tape.resume(() -> {});
        read(first, 80);
        tape.resume(() -> {});

        assertThat(first.available()).isZero();
        assertThat(read(first, 10)).isEmpty();
        assertThat(first.position()).isEqualTo(80);
        tape.end();
        assertThat(first.finished()).isFalse();
    }

    @Test
    void settlingNeverGoesBackNorBeyondWhatWasRead() {
        write(100);
        read(tape.resume(() -> {}), 50);

        tape.settle(80);
        assertThat(tape.settled()).isEqualTo(50);
        tape.settle(20);
        assertThat(tape.settled()).isEqualTo(50);
        assertThat(tape.oldestRetained()).isEqualTo(50);
    }

    @Test
    void aFullTapeDropsItsOldestUnreadSamplesAndTheCursorMovesOnPastThem() {
        TrackFeed.Reading reading = tape.resume(() -> {});
        write(160);
        write(40);

        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.TAPE_FULL, 40L));
        assertThat(reading.position()).isEqualTo(40);
        assertThat(read(reading, 160)).isEqualTo(Samples.counting(40, 160));
    }

    @Test
    void droppingWhatWasAppendedDiscardsNothingUntilItShouldBeHeardAgain() {
        write(160);
        read(tape.resume(() -> {}), 100);
        write(60);
        assertThat(tape.accounts().discarded()).isEmpty();
        assertThat(tape.accounts().appended()).isEqualTo(100);

        TrackFeed.Reading again = tape.resume(() -> {});

        assertThat(again.position()).isEqualTo(60);
        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.NOT_RETAINED, 60L));
        assertThat(tape.accounts()).extracting("received", "held", "appended").containsExactly(220L, 160L, 0L);
    }

    @Test
    void aListenerMayBeginAfterWhatTheOneBeforeBringsToItsEnd() {
        write(160);
        read(tape.resume(() -> {}), 100);

        TrackFeed.Reading next = tape.resume(70, () -> {});

        assertThat(next.position()).isEqualTo(70);
        assertThat(tape.accounts()).extracting("held", "appended").containsExactly(90L, 70L);
        assertThat(tape.resume(() -> {}).position()).isZero();
        assertThat(tape.accounts()).extracting("held", "appended").containsExactly(160L, 0L);
    }

    @Test
    void aListenerThatBeginsLaterLosesOnlyWhatIsNotRetainedFromThereOn() {
        write(160);
        read(tape.resume(() -> {}), 100);
        write(60);

        assertThat(tape.resume(40, () -> {}).position()).isEqualTo(60);

        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.NOT_RETAINED, 20L));
        assertThat(tape.accounts()).extracting("received", "held", "appended").containsExactly(220L, 160L, 40L);
        assertThat(tape.resume(500, () -> {}).position()).isEqualTo(60);
    }

    @Test
    void whatWasSettledInTimeIsNoLossWhenItIsDropped() {
        write(160);
        read(tape.resume(() -> {}), 160);
        write(60);
        tape.settle(60);

        tape.resume(() -> {});

        assertThat(tape.accounts().discarded()).isEmpty();
        assertThat(tape.accounts().appended()).isEqualTo(60);
    }

    @Test
    void aFrameLongerThanTheTapeLeavesItsEnd() {
        TrackFeed.Reading reading = tape.resume(() -> {});
        write(1_000);
        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.TAPE_FULL, 840L));
        assertThat(read(reading, 1_000)).isEqualTo(Samples.counting(840, 160));
    }

    @Test
    void aTrackIsFinishedOnceItHasEndedAndAllOfItWasRead() {
        TrackFeed.Reading reading = tape.resume(() -> {});
        write(10);
        tape.end();
        assertThat(reading.finished()).isFalse();
        read(reading, 10);
        assertThat(reading.finished()).isTrue();
    }

    @Test
    void whatArrivesAfterTheEndIsBookedAndNotKept() {
        tape.end();
        write(10);
        assertThat(tape.accounts().received()).isEqualTo(10);
        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.CALL_ENDED, 10L));
    }

    @Test
    void givingUpDiscardsWhatIsHeldAndNothingElse() {
        write(100);
        TrackFeed.Reading reading = tape.resume(() -> {});
        read(reading, 30);
        tape.end();

        tape.discardHeld(DiscardReason.CALL_ENDED);

        assertThat(tape.accounts()).extracting("received", "held", "appended").containsExactly(100L, 0L, 30L);
        assertThat(tape.accounts().discarded()).containsExactly(entry(DiscardReason.CALL_ENDED, 70L));
        assertThat(reading.finished()).isTrue();
    }

    @Test
    void theReaderIsWokenByEachFrameAndByTheEndWithNoLockHeld() {
        AtomicInteger woken = new AtomicInteger();
        tape.resume(() -> {
            assertThat(Thread.holdsLock(tape)).isFalse();
            woken.incrementAndGet();
        });
        write(10);
        write(10);
        tape.end();
        assertThat(woken).hasValue(3);
    }

    @Test
    void aFullScaleSquareWaveReadsZeroDecibelsAndSilenceTheFloor() {
        Tape loud = new Tape(RATE, Duration.ofSeconds(1));
        byte[] square = new byte[2 * RATE / 5];
        for (int i = 0; i < square.length; i += 2) {
            square[i + 1] = (byte) 0x80;
        }
        loud.write(square, 0, square.length);
        assertThat(loud.levelDb()).isEqualTo(0.0);
        loud.write(new byte[square.length], 0, square.length);
        assertThat(loud.levelDb()).isEqualTo(-96.0);
    }

    private void write(int samples) {
        tape.write(Samples.counting(written, samples), 0, 2 * samples);
        written += samples;
    }

    private static byte[] read(TrackFeed.Reading reading, int samples) {
        byte[] target = new byte[2 * samples];
        int taken = reading.read(target, samples);
        return Arrays.copyOf(target, 2 * taken);
    }
}
