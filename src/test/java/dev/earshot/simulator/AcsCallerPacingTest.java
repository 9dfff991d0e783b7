package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AcsCallerPacingTest {

    private static final ActorTestKit KIT = ActorTestKit.create("acs-caller-pacing");
    private static final long START = -5_000_000_000L;

    private final AcsCallerPacing<Integer> everyTwentyMillis =
            new AcsCallerPacing<>(Duration.ofMillis(20), System::nanoTime);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void countsEachMomentFromTheFirstElementSoThatLatenessDoesNotAddUp() {
        assertThat(everyTwentyMillis.delayNanos(0, START, START)).isZero();
        assertThat(everyTwentyMillis.delayNanos(1, START, START)).isEqualTo(20_000_000);
        assertThat(everyTwentyMillis.delayNanos(2, START, START + 33_000_000)).isEqualTo(7_000_000);
        assertThat(everyTwentyMillis.delayNanos(180_000, START, START + 3_599_999_000_000L))
                .isEqualTo(1_000_000);
    }

    @Test
    void hasWhatIsLateLeaveAtOnce() {
        assertThat(everyTwentyMillis.delayNanos(1, START, START + 73_000_000)).isNegative();
        assertThat(everyTwentyMillis.delayNanos(3, START, START + 73_000_000)).isNegative();
        assertThat(everyTwentyMillis.delayNanos(4, START, START + 73_000_000)).isEqualTo(7_000_000);
    }

    @Test
    void letsEveryElementPassInOrderAndNoneBeforeItsMoment() {
        Queue<Long> read = new ConcurrentLinkedQueue<>();
        AcsCallerPacing<Integer> pacing = new AcsCallerPacing<>(Duration.ofMillis(15), () -> {
            long now = System.nanoTime();
            read.add(now);
            return now;
        });
        Queue<Long> passed = new ConcurrentLinkedQueue<>();

        List<Integer> elements = run(10, pacing, passed);

        assertThat(elements).isEqualTo(IntStream.range(0, 10).boxed().toList());
        long start = read.element();
        int n = 0;
        for (long at : passed) {
            assertThat(at - start).as("element %d", n).isGreaterThanOrEqualTo(n * 15_000_000L);
            n++;
        }
    }

    @Test
    void doesNotWaitAtAllWithoutAnInterval() {
        assertThat(run(500, new AcsCallerPacing<>(Duration.ZERO, System::nanoTime), new ConcurrentLinkedQueue<>()))
                .hasSize(500);
    }

    private static List<Integer> run(int elements, AcsCallerPacing<Integer> pacing, Queue<Long> passed) {
        return Source.range(0, elements - 1)
                .via(pacing)
                .map(element -> {
                    passed.add(System.nanoTime());
                    return element;
                })
                .runWith(Sink.seq(), KIT.system())
                .toCompletableFuture()
                .join();
    }
}
