package dev.earshot.acs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An allowance of 100 a second")
class AllowanceTest {

    private long nanos = -5;
    private int asked;
    private final Allowance allowance = new Allowance(100, () -> {
        asked++;
        return nanos;
    });

    @Test
    @DisplayName("lets ten seconds' worth come at once, and not one more")
    void burst() {
        assertThat(takes(2_000)).isEqualTo(1_000);
    }

    @Test
    @DisplayName("never runs out for who keeps to it")
    void steady() {
        for (int i = 0; i < 100_000; i++) {
            nanos += TimeUnit.MILLISECONDS.toNanos(10);
            assertThat(allowance.take(1)).isTrue();
        }
        assertThat(asked).as("looks at the clock").isLessThan(200);
    }

    @Test
    @DisplayName("grows again by the second, up to what it was, and with what is owed taken off")
    void recovery() {
        takes(1_000);
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertThat(takes(200)).isEqualTo(100);
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertThat(takes(1)).as("a hundred of them were taken in vain").isEqualTo(0);
        nanos += TimeUnit.HOURS.toNanos(1);
        assertThat(takes(2_000)).isEqualTo(1_000);
    }

    private int takes(int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += allowance.take(1) ? 1 : 0;
        }
        return taken;
    }
}
