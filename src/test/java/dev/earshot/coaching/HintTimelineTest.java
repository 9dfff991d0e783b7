package dev.earshot.coaching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.coaching.HintTimeline.Stage;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The stages of a hint's life")
class HintTimelineTest {

    @Test
    @DisplayName("are the times between its marks, and sum to the total")
    void stages() {
        HintTimeline timeline = HintTimeline.from(10_000)
                .reached(Stage.FINAL, 10_700)
                .reached(Stage.ASKED, 10_701)
                .reached(Stage.FIRST_TOKEN, 11_000)
                .reached(Stage.OFFERED, 11_100)
                .reached(Stage.DELIVERED, 11_102)
                .reached(Stage.RENDERED, 11_150);

        assertThat(timeline.durationsMs())
                .containsExactly(
                        Map.entry(Stage.FINAL, 700L),
                        Map.entry(Stage.ASKED, 1L),
                        Map.entry(Stage.FIRST_TOKEN, 299L),
                        Map.entry(Stage.OFFERED, 100L),
                        Map.entry(Stage.DELIVERED, 2L),
                        Map.entry(Stage.RENDERED, 48L));
        assertThat(timeline.totalMs()).isEqualTo(1_150);
    }

    @Test
    @DisplayName("go as far as the hint has come")
    void unfinished() {
        HintTimeline timeline =
                HintTimeline.from(1_000).reached(Stage.FINAL, 1_500).reached(Stage.ASKED, 1_510);
        assertThat(timeline.durationsMs()).containsOnlyKeys(Stage.FINAL, Stage.ASKED);
        assertThat(timeline.totalMs()).isEqualTo(510);
        assertThat(HintTimeline.from(1_000).durationsMs()).isEmpty();
        assertThat(HintTimeline.from(1_000).totalMs()).isZero();
    }

    @Test
    @DisplayName("take no time where nobody told of them, and are told once")
    void missing() {
        HintTimeline timeline = HintTimeline.from(0)
                .reached(Stage.FINAL, 10)
                .reached(Stage.RENDERED, 50)
                .reached(Stage.RENDERED, 90);
        assertThat(timeline.durationsMs())
                .containsEntry(Stage.FINAL, 10L)
                .containsEntry(Stage.DELIVERED, 0L)
                .containsEntry(Stage.RENDERED, 40L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("are never negative and sum to the total, in whatever order they are told")
    void anyOrder(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            HintTimeline timeline = HintTimeline.from(random.nextInt(100));
            for (int told = random.nextInt(8); told > 0; told--) {
                timeline = timeline.reached(Stage.values()[random.nextInt(6)], random.nextInt(200));
            }
            Map<Stage, Long> stages = timeline.durationsMs();
            assertThat(stages.values()).as("seed %d: %s", seed, timeline).allMatch(ms -> ms >= 0);
            assertThat(stages.values().stream().mapToLong(ms -> ms).sum())
                    .as("seed %d: %s", seed, timeline)
                    .isEqualTo(timeline.totalMs());
        }
    }
}
