package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionCause;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sessions of a call")
class SessionStartsTest {
    private final SessionStarts starts = new SessionStarts(Duration.ofMillis(200));

    @Test
    @DisplayName("start at once while nothing has failed, however many")
    void atOnce() {
        for (int i = 0; i < 8; i++) {
            assertThat(starts.delay(0)).isZero();
            starts.onStarted(false, 0);
        }
        assertThat(starts.delay(0)).isZero();
    }

    @Test
    @DisplayName("wait, all of them, once the service has refused one, for as long as the longest wait says")
    void refused() {
        starts.onRefused(SessionCause.RATE_LIMITED, Duration.ofSeconds(7), 1_000);
        starts.onRefused(SessionCause.RATE_LIMITED, Duration.ofSeconds(1), 1_500);

        assertThat(starts.delay(7_000)).isEqualTo(Duration.ofSeconds(1));
        assertThat(starts.delay(8_000)).isZero();
        assertThat(starts.cause()).isEqualTo(SessionCause.RATE_LIMITED);
    }

    @Test
    @DisplayName("come one after another where they follow failures")
    void apart() {
        starts.onStarted(true, 1_000);

        assertThat(starts.delay(1_100)).isEqualTo(Duration.ofMillis(100));
        assertThat(starts.delay(1_200)).isZero();
    }
}
