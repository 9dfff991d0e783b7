package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.call.SessionRotation.Schedule;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session's rotation")
class SessionRotationTest {
    private final SessionRotation rotation =
            new SessionRotation(Duration.ofMinutes(3), Duration.ofSeconds(30), Duration.ofSeconds(3));

    @ParameterizedTest
    @CsvSource({"3600,3420,3570", "1800,1620,1770", "360,180,330", "120,60,90", "20,10,15", "8,4,6"})
    @DisplayName("is due a margin before its end, and half of a short life at most")
    void scales(long life, long due, long latest) {
        assertThat(rotation.schedule(Duration.ofSeconds(life), 5_000))
                .isEqualTo(new Schedule(5_000 + due * 1_000, 5_000 + latest * 1_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7})
    @DisplayName("is not worth the effort in a very short life")
    void tooShort(long life) {
        assertThat(rotation.schedule(Duration.ofSeconds(life), 0)).isEqualTo(Schedule.NEVER);
    }

    @Test
    @DisplayName("is never due where nobody knows when the session ends")
    void unknown() {
        assertThat(rotation.schedule(null, 0)).isEqualTo(Schedule.NEVER);
    }
}
