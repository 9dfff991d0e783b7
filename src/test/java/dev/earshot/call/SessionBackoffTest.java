package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The wait before the next session")
class SessionBackoffTest {
    private final Random random = new Random(1);

    @Test
    @DisplayName("doubles with each failure, up to its bound")
    void doubles() {
        SessionBackoff backoff = backoff(0);

        assertThat(backoff.delay(1, random)).isEqualTo(Duration.ofMillis(250));
        assertThat(backoff.delay(2, random)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.delay(5, random)).isEqualTo(Duration.ofMillis(4000));
        assertThat(backoff.delay(6, random)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("does not overflow after any number of failures")
    void bounded() {
        for (int failures : new int[] {20, 21, 64, 65, 1000, Integer.MAX_VALUE}) {
            assertThat(backoff(0).delay(failures, random)).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    @DisplayName("differs from call to call by up to its jitter, and is never shorter")
    void jitter() {
        SessionBackoff backoff = backoff(0.2);
        long distinct = random.longs(50)
                .map(seed -> backoff.delay(1, new Random(seed)).toMillis())
                .peek(delay -> assertThat(delay).isBetween(250L, 300L))
                .distinct()
                .count();

        assertThat(distinct).isGreaterThan(10);
    }

    private static SessionBackoff backoff(double jitter) {
        return new SessionBackoff(Duration.ofMillis(250), Duration.ofSeconds(5), jitter, Duration.ofSeconds(30), 5);
    }
}
