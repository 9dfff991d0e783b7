package dev.earshot.ingress;

import static dev.earshot.ingress.TimedCall.FRAME;
import static dev.earshot.ingress.TimedCall.FRAME_MICROS;
import static dev.earshot.ingress.TimedCall.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A track's frames")
class TrackOrderTest {

    private final TimedCall call = new TimedCall();

    @Test
    @DisplayName("are on the tape at once while they come in order")
    void inOrder() {
        for (int number = 0; number < 100; number++) {
            call.frames(number);
            assertThat(call.track().tape().written()).isEqualTo((number + 1L) * FRAME);
        }
        assertThat(call.heard()).isEqualTo(numbers(0, 100));
        assertThat(call.anomalies()).isEmpty();
    }

    @Test
    @DisplayName("that never came are silence of the same length, which is told and in no account")
    void gap() {
        call.run(0, 10, 0);
        call.run(20, 30, 0);

        assertThat(call.heard()).hasSize(30);
        assertThat(call.heard().subList(0, 10)).isEqualTo(numbers(0, 10));
        assertThat(call.heard().subList(10, 20)).containsOnly(-1);
        assertThat(call.heard().subList(20, 30)).isEqualTo(numbers(20, 30));
        assertThat(call.books())
                .extracting("received", "appended", "frames", "gaps", "gapSamples")
                .containsExactly(20L * FRAME, 20L * FRAME, 20L, 1L, 10L * FRAME);
        assertThat(call.told).endsWith("gap t1 200-400 3200");
        assertThat(call.track().callMs(25 * FRAME)).isEqualTo(500);
        assertThat(call.anomalies()).isEmpty();
    }

    @Test
    @DisplayName("that are missing one by one are counted, but no event")
    void smallGap() {
        call.frames(0, 1, 2, 4, 5, 6, 7, 8);
        assertThat(call.heard()).containsExactly(0, 1, 2, -1, 4, 5, 6, 7, 8);
        assertThat(call.books()).extracting("gaps", "gapSamples").containsExactly(1L, (long) FRAME);
        assertThat(call.told).containsExactly("joined t1 at 0");
    }

    @Test
    @DisplayName("behind a hole wait, held and accounted for, until more of them are there than the window has")
    void waiting() {
        call.frames(0, 2, 3, 4);
        assertThat(call.track().tape().written()).isEqualTo(FRAME);
        assertThat(call.books()).extracting("received", "held").containsExactly(4L * FRAME, 4L * FRAME);
        call.frames(5);
        assertThat(call.heard()).containsExactly(0, -1, 2, 3, 4, 5);
    }

    @Test
    @DisplayName("that come behind others within the window are put in their place")
    void disorder() {
        call.frames(0, 2, 1, 3, 5, 6, 7, 4, 8, 11, 10, 9, 12);
        assertThat(call.heard()).isEqualTo(numbers(0, 13));
        assertThat(call.books().anomalies()).containsExactly(entry(MediaAnomaly.OUT_OF_ORDER, 4L));
        assertThat(call.books().gaps()).isZero();
        assertThat(call.books().discarded()).isEmpty();
    }

    @Test
    @DisplayName("that come after their place was filled are late")
    void late() {
        call.frames(0, 2, 3, 4, 5, 1, 6);
        assertThat(call.heard()).containsExactly(0, -1, 2, 3, 4, 5, 6);
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.LATE, (long) FRAME));
        assertThat(call.books().anomalies()).containsExactly(entry(MediaAnomaly.LATE_FRAME, 1L));
    }

    @Test
    @DisplayName("that come before the track's first are late")
    void beforeTheFirst() {
        call.clockMs.set(100);
        call.frames(5, 4, 6);
        assertThat(call.heard()).containsExactly(5, 6);
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.LATE, (long) FRAME));
    }

    @Test
    @DisplayName("that come twice are taken once, also while the first waits")
    void duplicates() {
        call.frames(0, 0, 1, 2, 1, 4, 4, 3, 3, 4, 5);
        assertThat(call.heard()).isEqualTo(numbers(0, 6));
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.DUPLICATE, 5L * FRAME));
        assertThat(call.books().anomalies())
                .containsExactly(entry(MediaAnomaly.OUT_OF_ORDER, 1L), entry(MediaAnomaly.DUPLICATE_FRAME, 5L));
    }

    @Test
    @DisplayName("that were settled already are known all the same when they come again")
    void duplicateOfWhatWasForgotten() {
        call.run(0, 20, 0);
        call.heard();
        call.track().feed().settle(20L * FRAME);
        call.frames(19, 20);
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.DUPLICATE, (long) FRAME));
    }

    @Test
    @DisplayName("that are silent without data and come twice are taken once")
    void silentDuplicates() {
        call.frames(0);
        call.silent(1);
        call.silent(1);
        call.silent(2);
        call.frames(3);
        assertThat(call.heard()).containsExactly(0, -1, -1, 3);
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.DUPLICATE, (long) FRAME));
        assertThat(call.books().gaps()).isZero();
    }

    @Test
    @DisplayName("with other audio than what is there at their time are new: taken as they come, and named")
    void otherAudioOfThePast() {
        call.run(0, 10, 0);
        call.frameAt(10, T0 + 8 * FRAME_MICROS);
        call.frameAt(11, T0 + 11 * FRAME_MICROS);
        assertThat(call.heard()).isEqualTo(numbers(0, 12));
        assertThat(call.books().anomalies()).containsExactly(entry(MediaAnomaly.BACKWARD_TIMESTAMP, 1L));
        assertThat(call.books().discarded()).isEmpty();
    }

    @Test
    @DisplayName("whose time those behind them contradict are taken as they come, and delay no more than one")
    void unsteady() {
        call.run(0, 10, 0);
        call.frameAt(10, T0 + 10 * FRAME_MICROS + 15_000);
        call.frames(11);
        assertThat(call.track().tape().written()).isEqualTo(12L * FRAME);
        call.frameAt(12, T0 + Duration.ofHours(3).toMillis() * 1_000);
        call.frames(13, 14);
        assertThat(call.heard()).isEqualTo(numbers(0, 15));
        assertThat(call.books().anomalies()).containsExactly(entry(MediaAnomaly.UNSTEADY_TIMESTAMP, 2L));
        assertThat(call.books().gaps()).isZero();
    }

    @Test
    @DisplayName("of a clock that was set forth by hours go on without silence")
    void jump() {
        long hours = Duration.ofHours(3).toMillis() * 1_000;
        call.run(0, 50, 0);
        call.clockMs.set(1_020);
        call.run(50, 100, hours);

        assertThat(call.heard()).isEqualTo(numbers(0, 100));
        assertThat(call.books().anomalies()).containsExactly(entry(MediaAnomaly.CLOCK_JUMP, 1L));
        assertThat(call.books().gaps()).isZero();
        assertThat(call.track().callMs(60 * FRAME)).isEqualTo(1_200);
        call.run(105, 110, hours);
        assertThat(call.books()).extracting("gaps", "gapSamples").containsExactly(1L, 5L * FRAME);
    }

    @Test
    @DisplayName("of a clock that was set forth while some time passed have silence for that time")
    void jumpAndPause() {
        call.run(0, 50, 0);
        call.clockMs.set(4_000);
        call.run(50, 60, Duration.ofHours(3).toMillis() * 1_000);
        assertThat(call.books()).extracting("gaps", "gapSamples").containsExactly(1L, 3L * 16_000);
        assertThat(call.track().callMs(50 * FRAME + 48_000)).isEqualTo(4_000);
    }

    @Test
    @DisplayName(
            "that are back after a long pause have as much silence as is allowed before them, and their place on the call clock")
    void longPause() {
        call.run(0, 50, 0);
        call.clockMs.set(121_100);
        call.run(0, 10, 121_000_000);
        assertThat(call.books()).extracting("gaps", "gapSamples").containsExactly(1L, 30L * 16_000);
        assertThat(call.books().anomalies()).containsExactly(entry(MediaAnomaly.LONG_GAP, 1L));
        assertThat(call.told).endsWith("gap t1 1000-121000 480000");
        assertThat(call.track().callMs(31L * 16_000)).isEqualTo(121_000);
    }

    @Test
    @DisplayName("of a clock that was set back are all taken, and followed after a moment")
    void setBack() {
        call.run(0, 500, 0);
        call.run(500, 600, -5_000_000);
        assertThat(call.heard()).isEqualTo(numbers(0, 600));
        assertThat(call.books().anomalies())
                .containsExactly(entry(MediaAnomaly.BACKWARD_TIMESTAMP, 4L), entry(MediaAnomaly.CLOCK_JUMP, 1L));
        call.run(605, 610, -5_000_000);
        assertThat(call.books().gapSamples()).isEqualTo(5L * FRAME);
    }

    @Test
    @DisplayName("that are longer than what is missing bring what they have in common with others only once")
    void partialOverlap() {
        byte[] two = Arrays.copyOf(TimedCall.pcm(9), 4 * FRAME);
        System.arraycopy(TimedCall.pcm(10), 0, two, 2 * FRAME, 2 * FRAME);
        call.run(0, 10, 0);
        call.frame(null, T0 + 9 * FRAME_MICROS, two);
        call.frames(11);
        assertThat(call.heard()).isEqualTo(numbers(0, 12));
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.OVERLAP, (long) FRAME));
        assertThat(call.books()).extracting("frames", "received").containsExactly(12L, 13L * FRAME);
    }

    @Test
    @DisplayName(
            "that wait are on the tape when the call ends, when its socket is lost, and after a second at the latest")
    void waitingEnds() {
        call.frames(0, 2);
        call.clockMs.set(900);
        assertThat(call.heard()).containsExactly(0);
        call.clockMs.set(1_100);
        assertThat(call.heard()).containsExactly(0, -1, 2);
        call.frames(4);
        call.port.closed(MediaEnd.FAILED);
        assertThat(call.heard()).containsExactly(0, -1, 2, -1, 4);
        call.dial();
        call.frames(6);
        call.audio.end();
        assertThat(call.heard()).containsExactly(0, -1, 2, -1, 4, -1, 6);
    }

    @Test
    @DisplayName("that wait while the tape is given up have their account")
    void givenUpWhileWaiting() {
        call.frames(0, 2);
        call.track().tape().end();
        call.track().tape().discardHeld(DiscardReason.CALL_ENDED);
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.CALL_ENDED, 2L * FRAME));
        call.audio.end();
        assertThat(call.books().received()).isEqualTo(2L * FRAME);
    }

    @Test
    @DisplayName("that a second socket brings again are discarded by their time, whatever is in them")
    void takeOver() {
        call.run(0, 50, 0);
        call.clockMs.set(1_000);
        call.dial();
        for (int number = 30; number < 60; number++) {
            call.frameAt(number == 35 ? 1_000 : number, T0 + number * FRAME_MICROS);
        }
        assertThat(call.told).contains("closed");
        assertThat(call.heard()).isEqualTo(numbers(0, 60));
        assertThat(call.books().discarded()).containsExactly(entry(DiscardReason.OVERLAP, 20L * FRAME));
        assertThat(call.books().anomalies()).containsExactly(entry(MediaAnomaly.OVERLAPPING_FRAME, 20L));
    }

    @Test
    @DisplayName("that a second socket did not bring in time are silence")
    void redialAfterAWhile() {
        call.run(0, 50, 0);
        call.port.closed(MediaEnd.FAILED);
        call.clockMs.set(4_000);
        call.dial();
        call.run(200, 210, 0);
        assertThat(call.books()).extracting("gaps", "gapSamples").containsExactly(1L, 3L * 16_000);
        assertThat(call.anomalies()).isEmpty();
    }

    @Test
    @DisplayName("of a second socket whose time begins anew have their place by when they arrive")
    void restart() {
        call.run(0, 500, 0);
        call.port.closed(MediaEnd.FAILED);
        call.clockMs.set(12_000);
        call.dial();
        call.run(0, 10, 0);
        assertThat(call.anomalies()).containsExactly(entry(MediaAnomaly.CLOCK_RESTARTED, 1L));
        assertThat(call.books()).extracting("gaps", "gapSamples").containsExactly(1L, 2L * 16_000);
        assertThat(call.books().discarded()).isEmpty();
        assertThat(call.track().callMs(12L * 16_000)).isEqualTo(12_000);
    }

    @Test
    @DisplayName("of a second socket that begin anew at once are no gap, and no overlap")
    void restartAtOnce() {
        call.run(0, 500, 0);
        call.clockMs.set(9_950);
        call.dial();
        call.run(0, 10, -Duration.ofDays(400).toMillis() * 1_000);
        assertThat(call.books()).extracting("gaps", "received").containsExactly(0L, 510L * FRAME);
        assertThat(call.books().discarded()).isEmpty();
    }

    @Test
    @DisplayName("without timestamps have a gap before them where they arrive much later than they are due")
    void untimed() {
        for (int number = 0; number < 60; number++) {
            call.clockMs.set(number * 20L + number % 5 * 90);
            call.frameAt(number, MediaPort.NO_TIMESTAMP);
        }
        assertThat(call.books().gaps()).isZero();
        call.clockMs.set(4_200);
        call.frameAt(60, MediaPort.BAD_TIMESTAMP);
        assertThat(call.books()).extracting("gaps", "gapSamples").containsExactly(1L, 3L * 16_000);
        assertThat(call.anomalies())
                .containsExactly(entry(MediaAnomaly.MISSING_TIMESTAMP, 60L), entry(MediaAnomaly.BAD_TIMESTAMP, 1L));
    }

    @Test
    @DisplayName("without timestamps among others that have them come after the one before them")
    void sometimesUntimed() {
        call.run(0, 10, 0);
        call.clockMs.set(5_000);
        call.frameAt(10, MediaPort.NO_TIMESTAMP);
        call.frames(11, 12);
        assertThat(call.heard()).isEqualTo(numbers(0, 13));
        assertThat(call.books().gaps()).isZero();
    }

    @Test
    @DisplayName("of a talker who joins later begin where they belong on the call clock")
    void joinsLater() {
        call.run(0, 50, 0);
        call.clockMs.set(1_300);
        call.frame("8:acs:b", T0 + 1_240_000, TimedCall.pcm(0));
        call.frame("8:acs:c", T0 + Duration.ofHours(5).toMillis() * 1_000, TimedCall.pcm(0));
        call.frame("8:acs:c", T0 + Duration.ofHours(5).toMillis() * 1_000 + FRAME_MICROS, TimedCall.pcm(1));
        assertThat(call.told).containsExactly("joined t1 at 0", "joined t2 at 1240", "joined t3 at 1300");
        assertThat(call.books(2)).extracting("gaps", "held").containsExactly(0L, 2L * FRAME);
    }

    @Test
    @DisplayName("that are silent and shorter than those before them keep time all the same")
    void shortSilentFrames() {
        byte[] long100 = new byte[10 * FRAME];
        Arrays.fill(long100, (byte) 3);
        call.frame(null, T0, long100);
        for (int number = 5; number < 15; number++) {
            call.silent(number);
        }
        call.run(15, 20, 0);
        assertThat(call.books().gaps()).isZero();
        assertThat(call.books().discarded()).isEmpty();
        assertThat(call.track().callMs(call.track().tape().written())).isEqualTo(400);
    }

    @Test
    @DisplayName("of clocks that drift apart are all taken, and how much is measured")
    void drift() {
        for (int number = 0; number < 6_000; number++) {
            call.clockMs.set(number * 20L + number * 20L / 8_000);
            call.frameAt(number % 1_000, T0 + number * FRAME_MICROS + number * 2);
        }
        assertThat(call.books()).extracting("gaps", "received").containsExactly(0L, 6_000L * FRAME);
        AudioLedger.Clock clock = call.books().clock();
        assertThat(clock).isNotNull();
        assertThat(clock.driftPpm()).isBetween(80L, 110L);
        assertThat(clock.driftMs()).isBetween(10L, 12L);
        assertThat(clock.arrivalDriftMs()).isBetween(1L, 4L);
    }

    private static List<Integer> numbers(int from, int until) {
        return IntStream.range(from, until).boxed().toList();
    }
}
