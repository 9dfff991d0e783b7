package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A call that is told again")
class CallReplayTest {

    private static final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private static final Materializer materializer =
            SystemMaterializer.get(kit.system()).materializer();

    private final List<LoggedEvent> log = new ArrayList<>();
    private CallSummary.State state = CallSummary.State.ENDED;
    private final List<Integer> pages = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    @DisplayName("comes in order and whole where it is not to be paced, a page at a time")
    void asFastAsItGoes() {
        log(LongStream.range(0, 250).map(n -> n * 1000).toArray());
        CompletionStage<Done> ended = replay(0, 0);
        QuietExecutor.awaitQuiet();
        assertThat(heard)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 250).boxed().toList());
        assertThat(ended.toCompletableFuture()).isCompleted();
        assertThat(pages).containsExactly(100, 100, 50);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 500", "0.5, 2000"})
    @DisplayName("takes as long as it took, or a fraction of that")
    void paced(double speed, long aSecondMs) {
        log(7_000, 8_000, 8_000, 71_000);
        CompletionStage<Done> ended = replay(0, speed);
        QuietExecutor.awaitQuiet();
        assertThat(heard).as("what comes first comes at once").containsExactly(1L);
        QuietScheduler.pass(Duration.ofMillis(aSecondMs - 1));
        assertThat(heard).containsExactly(1L);
        QuietScheduler.pass(Duration.ofMillis(1));
        assertThat(heard).containsExactly(1L, 2L, 3L);
        QuietScheduler.pass(Duration.ofMillis(63 * aSecondMs - 1));
        assertThat(heard).hasSize(3);
        assertThat(ended.toCompletableFuture()).isNotDone();
        QuietScheduler.pass(Duration.ofMillis(1));
        assertThat(heard).hasSize(4);
        assertThat(ended.toCompletableFuture()).isCompleted();
    }

    @Test
    @DisplayName("begins after its cursor")
    void afterACursor() {
        log(0, 1_000, 60_000, 60_500);
        replay(2, 1);
        QuietExecutor.awaitQuiet();
        assertThat(heard).containsExactly(3L);
        QuietScheduler.pass(Duration.ofMillis(500));
        assertThat(heard).containsExactly(3L, 4L);
    }

    @Test
    @DisplayName("goes on as long as the call does, and ends with it")
    void living() {
        state = CallSummary.State.LIVE;
        log(0, 100);
        CompletionStage<Done> ended = replay(0, 0);
        QuietScheduler.pass(Duration.ofMinutes(1));
        assertThat(heard).containsExactly(1L, 2L);
        log(60_000);
        QuietScheduler.pass(Duration.ofMillis(250));
        assertThat(heard).containsExactly(1L, 2L, 3L);
        assertThat(ended.toCompletableFuture()).isNotDone();
        log(61_000);
        state = CallSummary.State.ENDED;
        QuietScheduler.pass(Duration.ofMillis(250));
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ended.toCompletableFuture()).isCompleted();
    }

    @Test
    @DisplayName("is read no further ahead than a page or two, however slow its reader")
    void slowReader() {
        log(LongStream.range(0, 10_000).toArray());
        SinkQueueWithCancel<LoggedEvent> reader =
                CallReplay.source(this::page, 0, 0, QuietScheduler::nanoTime).runWith(Sink.queue(), materializer);
        for (long seq = 1; seq <= 10; seq++) {
            assertThat(reader.pull().toCompletableFuture().join().orElseThrow().seq())
                    .isEqualTo(seq);
        }
        QuietExecutor.awaitQuiet();
        assertThat(pages).hasSizeLessThanOrEqualTo(2);
        reader.cancel();
    }

    @Test
    @DisplayName("asks for nothing more once nobody listens")
    void cancelled() {
        state = CallSummary.State.LIVE;
        log(0, 3_600_000);
        UniqueKillSwitch stop = CallReplay.source(this::page, 0, 1, QuietScheduler::nanoTime)
                .viaMat(KillSwitches.single(), Keep.right())
                .to(Sink.foreach(event -> heard.add(event.seq())))
                .run(materializer);
        QuietScheduler.pass(Duration.ofSeconds(10));
        stop.shutdown();
        QuietScheduler.pass(Duration.ofSeconds(2));
        int asked = pages.size();
        QuietScheduler.pass(Duration.ofHours(2));
        assertThat(pages).hasSize(asked);
        assertThat(heard).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0.1, true", "1, true", "100, true", "0.09, false", "101, false", "-1, false", "NaN, false"})
    @DisplayName("has a speed within reason")
    void speeds(double speed, boolean allowed) {
        assertThat(CallReplay.isSpeed(speed)).isEqualTo(allowed);
    }

    private CompletionStage<Done> replay(long afterSeq, double speed) {
        return CallReplay.source(this::page, afterSeq, speed, QuietScheduler::nanoTime)
                .runForeach(event -> heard.add(event.seq()), materializer);
    }

    private void log(long... atMs) {
        for (long at : atMs) {
            log.add(LoggedEvent.of("c1", log.size() + 1, at, new CallEvent.Flagged("so")));
        }
    }

    private CompletionStage<CallSnapshot> page(long afterSeq, int limit) {
        List<LoggedEvent> page = log.stream().skip(afterSeq).limit(limit).toList();
        pages.add(page.size());
        return CompletableFuture.completedFuture(new CallSnapshot("c1", log.size(), state, page, List.of()));
    }
}
