package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackTimelineTest {

    private static final int RATE = 16_000;

    private final TrackTimeline timeline = new TrackTimeline(RATE, 1_000_000);

    @Test
    void positionsFollowTheSampleRateFromTheOffsetOn() {
        assertThat(timeline.offsetMs()).isEqualTo(1_000);
        assertThat(timeline.callMs(0)).isEqualTo(1_000);
        assertThat(timeline.callMs(16_000)).isEqualTo(2_000);
    }

    @Test
    void timeThatIsNotOnTheTapeLiesBetweenTwoPieces() {
        timeline.step(16_000, 2_500_000);
        assertThat(timeline.callMs(15_999)).isEqualTo(1_999);
        assertThat(timeline.callMs(16_000)).isEqualTo(2_500);
        assertThat(timeline.callMs(16_320)).isEqualTo(2_520);
    }

    @Test
    void aPieceThatBeginsSoonerThanTheOneBeforeItWouldEndCutsItShort() {
        timeline.step(16_000, 1_900_000);
        assertThat(timeline.callMs(15_999)).isEqualTo(1_900);
        assertThat(timeline.callMs(16_160)).isEqualTo(1_910);
        assertThat(timeline.step(16_320, 1_000_000))
                .as("not before the last piece")
                .isEqualTo(1_900_000);
    }

    @Test
    void timeNeverRunsBackThroughMorePiecesThanAreRemembered() {
        long position = 0;
        long micros = 1_000_000;
        for (int i = 0; i < 2_000; i++) {
            position += 320;
            micros += i % 3 == 0 ? 220_000 : -10_000;
            timeline.step(position, micros);
        }
        long before = 0;
        for (long at = 0; at < position; at += 100) {
            long now = timeline.callMs(at);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }
}
