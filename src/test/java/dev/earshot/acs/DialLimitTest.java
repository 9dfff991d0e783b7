package dev.earshot.acs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The limit of dials")
class DialLimitTest {

    private long nowMs;
    private final DialLimit limit = new DialLimit(2, () -> nowMs);

    @Test
    @DisplayName("lets a call be dialled ten times at once, then once a second")
    void rate() {
        assertThat(dials("a", 20)).isEqualTo(10);
        nowMs += 999;
        assertThat(dials("a", 1)).isZero();
        nowMs += 1;
        assertThat(dials("a", 5)).isEqualTo(1);
        nowMs += 3_000;
        assertThat(dials("a", 5)).isEqualTo(3);
        nowMs += 100_000;
        assertThat(dials("a", 20)).isEqualTo(10);
    }

    @Test
    @DisplayName("does not let one call suffer for another")
    void separate() {
        dials("a", 20);
        assertThat(dials("b", 1)).isEqualTo(1);
    }

    @Test
    @DisplayName("forgets the call that was not dialled for the longest")
    void bounded() {
        dials("a", 20);
        dials("b", 20);
        dials("a", 1);
        dials("c", 20);
        assertThat(dials("a", 1)).isZero();
        assertThat(dials("b", 1)).isEqualTo(1);
    }

    private int dials(String callId, int times) {
        int allowed = 0;
        for (int i = 0; i < times; i++) {
            allowed += limit.allows(callId) ? 1 : 0;
        }
        return allowed;
    }
}
