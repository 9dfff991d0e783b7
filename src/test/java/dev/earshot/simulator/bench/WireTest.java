package dev.earshot.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("On the measure's wires")
class WireTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("a frame of the mixed track has its timestamp, its audio, and no participant")
    void audio() throws Exception {
        AudioMessage message = new AudioMessage();
        message.of(1_795_363_200_000L, 1);
        int tag = FrameTag.of(5, 6);
        byte[] pcm = new byte[FrameTag.BYTES];
        FrameTag.write(tag, pcm);

        String text = new String(message.of(1_795_363_200_047L, tag), StandardCharsets.UTF_8);

        assertThat(text)
                .isEqualTo(
                        "{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"2026-11-22T16:00:00.047Z\",\"data\":\""
                                + Base64.getEncoder().encodeToString(pcm)
                                + "\",\"silent\":false}}");
    }

    @Test
    @DisplayName("base64 is what everybody's is, of any length, in both directions")
    void base64() {
        Random random = new Random(3);
        for (int length = 0; length < 50; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] text = new byte[Base64Text.length(length)];
            byte[] back = new byte[length];

            Base64Text.encode(bytes, text, 0);

            assertThat(text).isEqualTo(Base64.getEncoder().encode(bytes));
            assertThat(Base64Text.decode(text, 0, text.length, back)).isEqualTo(length);
            assertThat(back).isEqualTo(bytes);
        }
    }

    @Test
    @DisplayName("what is not base64 is refused")
    void notBase64() {
        for (String text : new String[] {"AAA", "AA\\/", "A===", "AA=A", "AAAé"}) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(Base64Text.decode(bytes, 0, bytes.length, new byte[8]))
                    .as(text)
                    .isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("a session grants whatever it is asked for, and keeps the rest of what it is")
    void granted() throws Exception {
        SessionEvents events = new SessionEvents(1);
        assertThat(JSON.readTree(events.created()).path("type").asText()).isEqualTo("session.created");

        JsonNode updated = JSON.readTree(
                events.answer(
                        """
                        {"type":"session.update","session":{"type":"realtime","output_modalities":["text"],
                         "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"m"}}}}}"""));

        assertThat(updated.path("type").asText()).isEqualTo("session.updated");
        assertThat(updated.at("/session/output_modalities")).isEqualTo(JSON.readTree("[\"text\"]"));
        assertThat(updated.at("/session/audio/input/transcription/model").asText())
                .isEqualTo("m");
        assertThat(updated.at("/session/audio/output/voice").asText()).isEqualTo("marin");
    }

    @Test
    @DisplayName("answers who asks for an item, so that nobody takes it for dead")
    void answersAProbe() {
        assertThat(
                        new SessionEvents(1)
                                .answer(
                                        "{\"event_id\":\"probe\",\"type\":\"conversation.item.retrieve\",\"item_id\":\"none\"}"))
                .startsWith("{\"type\":\"error\"")
                .endsWith("\"event_id\":\"probe\"}}");
    }

    @Test
    @DisplayName("other events of a client need no answer")
    void others() {
        assertThat(new SessionEvents(1).answer("{\"type\":\"input_audio_buffer.commit\"}"))
                .isNull();
    }

    @Test
    @DisplayName("a server's heap is the sum of its pools")
    void heap() {
        assertThat(
                        AdminDoor.heapUsed(
                                """
                        # TYPE jvm_memory_used_bytes gauge
                        jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 4194304.0
                        jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 1.2E7
                        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 5.0E7
                        """))
                .hasValue(16_194_304L);
        assertThat(AdminDoor.heapUsed("nothing")).isEmpty();
    }

    @Test
    @DisplayName("a machine is busy with all that is neither idle nor waiting")
    void machine() {
        assertThat(MachineUse.busy("cpu  100 20 3 5000 700 4 5 9 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n"))
                .hasMillis(1_320);
    }

    @Test
    @DisplayName("a whole second is written anew when it changes")
    void seconds() {
        AudioMessage message = new AudioMessage();
        byte[] before = message.of(1_795_363_200_999L, 1).clone();
        byte[] after = message.of(1_795_363_201_000L, 1);

        assertThat(timestamp(before)).isEqualTo("2026-11-22T16:00:00.999Z");
        assertThat(timestamp(after)).isEqualTo("2026-11-22T16:00:01.000Z");
    }

    private static String timestamp(byte[] message) {
        int from = "{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"".length();
        return new String(Arrays.copyOfRange(message, from, from + 24), StandardCharsets.US_ASCII);
    }
}
