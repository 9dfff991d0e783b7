package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.simulator.storm.StormOptions;
import dev.earshot.simulator.storm.StormReport;
import dev.earshot.simulator.storm.StormResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/storm}, both kinds at once. Another seed: {@code -Dearshot.storm.seed=7}. */
@DisplayName("In a storm, a call on two tracks")
class StormIT {
    private static final StormOptions KILLS =
            StormOptions.USUAL.withSeconds(30).withSeed(Long.getLong("earshot.storm.seed", 1));
    private static final StormOptions AND_ROTATION = KILLS.withRotation(Duration.ofSeconds(9));

    private static final ExecutorService STORMS = Executors.newFixedThreadPool(2);
    private static final List<String> STORY = new CopyOnWriteArrayList<>();
    private static Future<StormResult> kills;
    private static Future<StormResult> rotation;

    @BeforeAll
    static void rage() {
        kills = STORMS.submit(run(KILLS));
        rotation = STORMS.submit(run(AND_ROTATION));
    }

    @AfterAll
    static void calm() {
        STORMS.shutdownNow();
    }

    @Test
    @DisplayName(
            "has every sentence once and in order, and books that balance, though its sessions are killed all the time")
    void kills() throws Exception {
        StormResult result = judged(KILLS, kills.get());

        assertThat(result.kills()).isGreaterThanOrEqualTo(3);
        assertThat(result.toCaughtUp().count()).isPositive();
    }

    @Test
    @DisplayName("and though they expire again and again besides")
    void killsAndRotation() throws Exception {
        StormResult result = judged(AND_ROTATION, rotation.get());

        assertThat(result.kills() + result.rotations()).isGreaterThanOrEqualTo(3);
    }

    private static Callable<StormResult> run(StormOptions options) {
        return () -> Storm.run(options, line -> STORY.add(options.rotateEvery() + line));
    }

    private static StormResult judged(StormOptions options, StormResult result) {
        System.out.println(options + "\n" + StormReport.head() + "\n" + StormReport.row(result));
        assertThat(result.sentences()).isGreaterThan(10);
        assertThat(result.flaws()).as("%s: %s", options, STORY).isEmpty();
        return result;
    }
}
