package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AcsMessagesTest {

    private static final byte[] PCM = {9, 1, 2, 3, 4, 9};

    @Test
    void writesTheMetadataOfASocket() {
        assertThat(AcsMessages.metadata("3f0a", 16_000, 640))
                .isEqualTo(
                        "{\"kind\":\"AudioMetadata\",\"audioMetadata\":{\"subscriptionId\":\"3f0a\",\"encoding\":\"PCM\","
                                + "\"sampleRate\":16000,\"channels\":1,\"length\":640}}");
    }

    @Test
    void writesAFrameOfOneVoice() {
        assertThat(AcsMessages.audio(Instant.parse("2026-11-22T10:00:00.020Z"), "8:acs:demo_agent", PCM, 1, 4, false))
                .isEqualTo("{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"2026-11-22T10:00:00.020Z\","
                        + "\"participantRawID\":\"8:acs:demo_agent\",\"data\":\"AQIDBA==\",\"silent\":false}}");
    }

    @Test
    void leavesTheParticipantOutOfAMixedFrame() {
        assertThat(AcsMessages.audio(Instant.parse("2026-11-22T10:00:00.020Z"), null, PCM, 1, 0, true))
                .isEqualTo("{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"2026-11-22T10:00:00.020Z\","
                        + "\"data\":\"\",\"silent\":true}}");
    }

    @Test
    void writesThreeDecimalsEvenOfAWholeSecond() {
        assertThat(AcsMessages.audio(Instant.parse("2026-11-22T10:00:00Z"), null, PCM, 0, 2, false))
                .contains("\"timestamp\":\"2026-11-22T10:00:00.000Z\"");
        assertThat(AcsMessages.audio(Instant.parse("2026-11-22T10:00:00.123456789Z"), null, PCM, 0, 2, false))
                .contains("\"timestamp\":\"2026-11-22T10:00:00.123Z\"");
    }

    @Test
    void escapesWhatJsonDoesNotAllow() {
        assertThat(AcsMessages.metadata("a\"b\\c", 24_000, 960)).contains("\"subscriptionId\":\"a\\\"b\\\\c\"");
    }

    @Test
    void writesAKey() {
        assertThat(AcsMessages.dtmf("#")).isEqualTo("{\"kind\":\"DtmfData\",\"dtmfData\":{\"data\":\"#\"}}");
    }

    @Test
    void hasAnExampleOfEachForm() {
        assertThat(AcsMessages.examples())
                .hasSize(7)
                .allMatch(message -> !message.contains("null"))
                .filteredOn(message -> message.contains("\"kind\":\"AudioData\""))
                .hasSize(4)
                .allMatch(message -> message.contains("Z\","));
    }
}
