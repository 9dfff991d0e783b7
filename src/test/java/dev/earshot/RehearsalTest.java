package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rehearsal")
class RehearsalTest {

    /** 960 bytes of 24 kHz as base64 in an append with its frame's header; the first one lacks nothing either. */
    private static final int APPEND_BYTES =
            8 + "{\"type\":\"input_audio_buffer.append\",\"audio\":\"\"}".length() + 1280;

    @Test
    @DisplayName("takes every frame the whole way, one append each")
    void wholeWay() {
        Rehearsal rehearsal = new Rehearsal();
        for (int frame = 0; frame < 500; frame++) {
            assertThat(rehearsal.frame()).as("frame %d", frame).isEqualTo(APPEND_BYTES);
        }
        assertThat(rehearsal.anomalies()).isEmpty();
        rehearsal.end();
    }

    @Test
    @DisplayName("is over when its time is")
    void bounded() {
        Rehearsal.run(Duration.ZERO);
        Rehearsal.run(Duration.ofMillis(20));
    }
}
