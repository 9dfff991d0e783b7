package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The pace of appending")
class AppendPaceTest {
    private static final long MS = 1_000_000;
    private static final int RATE = 16_000;
    private static final int CHUNK = 1600;

    private long now = 7_000_000_000L;
    private final AppendPace pace = new AppendPace(RATE, 3.0, RATE / 10, now);

    @Test
    @DisplayName("lets one burst go at once and then nothing")
    void burst() {
        assertThat(pace.take(CHUNK, now)).isTrue();
        assertThat(pace.take(1, now)).isFalse();
    }

    @Test
    @DisplayName("says to the nanosecond when the next samples may go")
    void waits() {
        pace.take(CHUNK, now);
        Duration wait = pace.wait(CHUNK, now);

        assertThat(wait).isEqualTo(Duration.ofNanos(33_333_334));
        assertThat(pace.take(CHUNK, now + wait.toNanos() - MS)).isFalse();
        assertThat(pace.take(CHUNK, now + wait.toNanos())).isTrue();
    }

    @Test
    @DisplayName("does not save up a pause: after it, one burst goes and no more")
    void pause() {
        pace.take(CHUNK, now);
        now += 60_000 * MS;

        assertThat(pace.take(CHUNK, now)).isTrue();
        assertThat(pace.take(1, now)).isFalse();
    }

    @Test
    @DisplayName("never makes live audio wait")
    void live() {
        for (int frame = 0; frame < 10_000; frame++) {
            assertThat(pace.take(320, now)).as("frame %d", frame).isTrue();
            now += 20 * MS;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("gives no window more than three times its length and one burst")
    void anyWindow(long seed) {
        Random random = new Random(seed);
        List<long[]> taken = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            int samples = 1 + random.nextInt(CHUNK);
            if (pace.take(samples, now)) {
                taken.add(new long[] {now, samples});
            } else {
                now += random.nextBoolean() ? pace.wait(samples, now).toNanos() : random.nextInt((int) (50 * MS));
            }
        }
        for (int from = 0; from < taken.size(); from += 7) {
            double samples = 0;
            for (int to = from; to < taken.size(); to++) {
                samples += taken.get(to)[1];
                double windowSeconds = (taken.get(to)[0] - taken.get(from)[0]) / 1e9;
                assertThat(samples).as("seed %d", seed).isLessThanOrEqualTo(CHUNK + 3 * RATE * windowSeconds + 0.01);
            }
        }
    }
}
