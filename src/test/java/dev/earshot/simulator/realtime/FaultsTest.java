package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @Test
    void faults_can_be_given_in_words() {
        assertThat(Faults.parse("update=distorted, update-delay=500,kill-after=8000,upgrade-status=429,attempts=2,"
                        + "created=never,created-delay=1,transcription=failed,response-delay=7"))
                .isEqualTo(new Faults(
                        429,
                        Faults.Created.NEVER,
                        Duration.ofMillis(1),
                        Faults.Update.DISTORTED,
                        Duration.ofMillis(500),
                        8_000,
                        Faults.Transcription.FAILED,
                        Duration.ofMillis(7),
                        2));
    }

    @Test
    void no_words_are_no_faults() {
        assertThat(Faults.parse(" ")).isEqualTo(Faults.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "updat=never", "update=perhaps", "kill-after=soon"})
    void what_is_no_fault_is_refused(String words) {
        assertThatThrownBy(() -> Faults.parse(words)).isInstanceOf(IllegalArgumentException.class);
    }
}
