package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.audio.Pcm16;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcsCallerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-22T09:59:59.970Z");

    @Test
    void sendsTheMetadataFirst() {
        assertThat(AcsCaller.messages(call().build()).get(0))
                .startsWith("{\"kind\":\"AudioMetadata\",\"audioMetadata\":{\"subscriptionId\":\"")
                .endsWith("\",\"encoding\":\"PCM\",\"sampleRate\":16000,\"channels\":1,\"length\":640}}");
    }

    @Test
    void alternatesBetweenParticipantsWhoseFramesShareTheirTimestamps() {
        List<JsonNode> frames = frames(call().build());

        assertThat(frames)
                .extracting(frame -> frame.path("participantRawID").asText())
                .containsExactly(
                        "8:acs:demo_agent", "8:acs:demo_other",
                        "8:acs:demo_agent", "8:acs:demo_other",
                        "8:acs:demo_agent", "8:acs:demo_other");
        assertThat(frames)
                .extracting(frame -> frame.path("timestamp").asText())
                .containsExactly(
                        "2026-11-22T09:59:59.970Z", "2026-11-22T09:59:59.970Z",
                        "2026-11-22T09:59:59.990Z", "2026-11-22T09:59:59.990Z",
                        "2026-11-22T10:00:00.010Z", "2026-11-22T10:00:00.010Z");
    }

    @Test
    void fillsTheShorterRecordingAndTheLastFrameWithSilence() {
        List<JsonNode> frames = frames(call().build());

        assertThat(frames).allSatisfy(frame -> assertThat(pcm(frame)).hasSize(640));
        assertThat(frames)
                .extracting(frame -> frame.path("silent").asBoolean())
                .containsExactly(false, false, false, true, false, true);
        assertThat(Pcm16.isDigitalZero(pcm(frames.get(4)), 2 * 10, 620)).isTrue();
    }

    @Test
    void addsSilenceAtTheEndInWholeFrames() {
        assertThat(frames(call().trailingSilenceMillis(100).build())).hasSize(2 * 8);
    }

    @Test
    void sendsSilenceWithoutDataOrUnflaggedOnRequest() {
        JsonNode empty = frames(
                        call().silence(AcsCallerOptions.Silence.FLAGGED_EMPTY).build())
                .get(3);
        assertThat(empty.path("silent").asBoolean()).isTrue();
        assertThat(empty.path("data").asText()).isEmpty();

        JsonNode plain =
                frames(call().silence(AcsCallerOptions.Silence.PLAIN).build()).get(3);
        assertThat(plain.path("silent").asBoolean(true)).isFalse();
        assertThat(pcm(plain)).isEqualTo(new byte[640]);
    }

    @Test
    void sumsAMixedCallWithSaturationAndNamesNobody() {
        WavFile loud = Speech.of(320, i -> i % 2 == 0 ? 30_000 : -30_000);
        WavFile quiet = Speech.of(320, i -> i < 100 ? 100 : 10_000);

        List<JsonNode> frames = frames(AcsCallerOptions.to(URI.create("ws://localhost/acs/media/c1"), "c1")
                .participant("8:acs:demo_agent", loud)
                .participant("8:acs:demo_other", quiet)
                .channel(AcsCallerOptions.Channel.MIXED)
                .build());

        assertThat(frames).singleElement().satisfies(frame -> {
            assertThat(frame.has("participantRawID")).isFalse();
            assertThat(Pcm16.read(pcm(frame), 0)).isEqualTo((short) 30_100);
            assertThat(Pcm16.read(pcm(frame), 2)).isEqualTo((short) -29_900);
            assertThat(Pcm16.read(pcm(frame), 2 * 200)).isEqualTo(Short.MAX_VALUE);
            assertThat(Pcm16.read(pcm(frame), 2 * 201)).isEqualTo((short) -20_000);
        });
    }

    @Test
    void sendsAtTwentyFourKilohertzOnRequest() {
        List<JsonNode> frames = frames(call().sampleRate(24_000).build());

        assertThat(frames).hasSize(6).allSatisfy(frame -> assertThat(pcm(frame)).hasSize(960));
        assertThat((int) Pcm16.read(pcm(frames.get(2)), 2 * 240)).isBetween(999, 1_001);
        assertThat(AcsCaller.messages(call().sampleRate(24_000).build()).get(0))
                .contains("\"sampleRate\":24000")
                .contains("\"length\":960");
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() {
        assertRefused(AcsCallerOptions.to(URI.create("ws://localhost"), "c1"), "A call needs a participant");
        assertRefused(call().sampleRate(8_000), "The wire carries 16000 or 24000 Hz, not 8000");
        assertRefused(call().pace(0), "The pace must be positive, not 0.0");
        assertRefused(call().trailingSilenceMillis(-1), "Silence cannot be negative: -1 ms");
        assertRefused(
                call().participant("8:acs:x", WavFile.of(24_000, new byte[2])),
                "Speech of 24000 Hz cannot be sent at 16000 Hz");
        assertRefused(
                call().participants(call().participants(call().build().participants())
                        .build()
                        .participants()),
                "No more than four voices are sent unmixed");
    }

    /** The agent says 1000 for two frames and ten samples, the other side 7 for one frame. */
    private static AcsCallerOptions.Builder call() {
        return AcsCallerOptions.to(URI.create("ws://localhost/acs/media/c1"), "c1")
                .participant("8:acs:demo_agent", Speech.of(650, i -> 1_000))
                .participant("8:acs:demo_other", Speech.of(320, i -> 7))
                .startedAt(START);
    }

    private static void assertRefused(AcsCallerOptions.Builder options, String message) {
        assertThatThrownBy(options::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static List<JsonNode> frames(AcsCallerOptions options) {
        return AcsCaller.messages(options).stream()
                .skip(1)
                .map(AcsCallerTest::audioData)
                .toList();
    }

    private static JsonNode audioData(String message) {
        try {
            JsonNode json = JSON.readTree(message);
            assertThat(json.path("kind").asText()).isEqualTo("AudioData");
            return json.path("audioData");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pcm(JsonNode frame) {
        try {
            return frame.path("data").binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
