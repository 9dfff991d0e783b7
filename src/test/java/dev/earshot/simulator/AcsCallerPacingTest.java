package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AcsCallerPacingTest {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final ActorTestKit KIT = ActorTestKit.create("acs-caller-pacing", ManualTime.config());

    private final ManualTime time = ManualTime.get(KIT.system());
    private final AtomicLong nanos = new AtomicLong(123_456_789);
    private final TestProbe<Integer> passed = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void letsTheFirstPassAtOnceAndEachOtherAtItsInterval() {
        paced(3, INTERVAL);
        passed.expectMessage(0);
        passed.expectNoMessage(Duration.ofMillis(50));

        advance(19);
        passed.expectNoMessage(Duration.ofMillis(50));
        advance(1);
        passed.expectMessage(1);
        advance(20);
        passed.expectMessage(2);
    }

    @Test
    void catchesUpAfterALateTimerAndKeepsTheOriginalMoments() {
        paced(6, INTERVAL);
        passed.expectMessage(0);
        passed.expectNoMessage(Duration.ofMillis(50));

        advance(73);
        passed.expectMessage(1);
        passed.expectMessage(2);
        passed.expectMessage(3);
        passed.expectNoMessage(Duration.ofMillis(50));

        advance(6);
        passed.expectNoMessage(Duration.ofMillis(50));
        advance(1);
        passed.expectMessage(4);
    }

    @Test
    void completesOnceTheLastElementHasPassed() {
        CompletionStage<Done> done = paced(2, INTERVAL);
        passed.expectMessage(0);
        passed.expectNoMessage(Duration.ofMillis(50));
        assertThat(done.toCompletableFuture()).isNotDone();

        advance(20);

        passed.expectMessage(1);
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
    }

    @Test
    void doesNotWaitAtAllWithoutAnInterval() {
        assertThat(paced(500, Duration.ZERO).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
    }

    private CompletionStage<Done> paced(int elements, Duration interval) {
        return Source.range(0, elements - 1)
                .via(new AcsCallerPacing<>(interval, nanos::get))
                .runWith(Sink.foreach(element -> passed.getRef().tell(element)), KIT.system());
    }

    private void advance(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
        time.timePasses(Duration.ofMillis(millis));
    }
}
