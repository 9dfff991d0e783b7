package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ingress.TrackTimeline.Verdict;
import org.junit.jupiter.api.Test;

class TrackTimelineTest {

    private static final int RATE = 16_000;
    private static final int FRAME = 320;
    private static final long FRAME_MICROS = 20_000;
    private static final long OFFSET_MICROS = 1_000_000;

    private final TrackTimeline timeline = new TrackTimeline(RATE, OFFSET_MICROS, 60_000);
    private long position;
    private long micros = OFFSET_MICROS;

    @Test
    void positionsFollowTheSampleRateFromTheOffsetOn() {
        assertThat(timeline.callMs(0)).isEqualTo(1_000);
        assertThat(timeline.callMs(16_000)).isEqualTo(2_000);
    }

    @Test
    void aJumpBeyondTheToleranceIsAGapAndLaterPositionsAreTrueOnTheCallClock() {
        frames(50);
        micros += 500_000;

        assertThat(frame()).isEqualTo(Verdict.GAP);

        assertThat(timeline.gaps()).isEqualTo(1);
        assertThat(timeline.gapSamples()).isEqualTo(8_000);
        assertThat(timeline.callMs(15_999)).isEqualTo(1_999);
        assertThat(timeline.callMs(16_000)).isEqualTo(2_500);
        assertThat(timeline.callMs(16_320)).isEqualTo(2_520);
    }

    @Test
    void jitterWithinTheToleranceIsNoGap() {
        for (int i = 0; i < 500; i++) {
            long jitter = i % 2 == 0 ? 40_000 : -40_000;
            assertThat(timeline.onFrame(position, micros + jitter, FRAME)).isEqualTo(Verdict.ON_TIME);
            position += FRAME;
            micros += FRAME_MICROS;
        }
    }

    @Test
    void smallLossesAddUpToAGap() {
        frames(10);
        micros += 25_000;
        assertThat(frames(10)).isZero();
        micros += 25_000;
        assertThat(frames(10)).isZero();
        micros += 25_000;
        assertThat(frames(10)).isEqualTo(1);
        assertThat(timeline.gapSamples()).isBetween(1_190L, 1_200L);
    }

    @Test
    void anHourOfHonestDriftIsNoLoss() {
        for (int i = 0; i < 180_000; i++) {
            frame();
            micros += i % 10 == 0 ? 20 : 0; // 100 parts in a million
        }
        assertThat(timeline.gaps()).isZero();
    }

    @Test
    void repeatedFramesAreBackwardUntilTheirTimeHasCome() {
        frames(20);
        micros -= 10 * FRAME_MICROS;
        assertThat(frame()).isEqualTo(Verdict.BACKWARD);
        assertThat(timeline.gaps()).isZero();
    }

    @Test
    void aClockThatWasSetBackIsFollowedAfterASecond() {
        frames(20);
        micros -= 5_000_000;
        for (int i = 0; i < 50; i++) {
            assertThat(frame()).isEqualTo(Verdict.BACKWARD);
        }
        assertThat(frame()).isEqualTo(Verdict.ON_TIME);
        micros += 300_000;
        assertThat(frame()).isEqualTo(Verdict.GAP);
        assertThat(timeline.gapSamples()).isEqualTo(4_800);
    }

    @Test
    void timeNeverRunsBackThroughMoreGapsThanAreRemembered() {
        for (int i = 0; i < 2_000; i++) {
            micros += i % 3 == 0 ? 200_000 : -30_000;
            frame();
        }
        long before = 0;
        for (long at = 0; at < position; at += 100) {
            long now = timeline.callMs(at);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }

    /** Sends frames in step with their timestamps and says how many gaps that made. */
    private long frames(int count) {
        long before = timeline.gaps();
        for (int i = 0; i < count; i++) {
            frame();
        }
        return timeline.gaps() - before;
    }

    private Verdict frame() {
        Verdict verdict = timeline.onFrame(position, micros, FRAME);
        position += FRAME;
        micros += FRAME_MICROS;
        return verdict;
    }
}
