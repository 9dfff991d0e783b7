package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An acknowledgement")
class AcknowledgementTest {
    private static final String ASKED =
            """
            {"type":"realtime","output_modalities":["text"],"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},\
            "turn_detection":{"type":"server_vad","threshold":0.6,"create_response":false}}}}""";

    @Test
    @DisplayName("grants what was asked, whatever the service adds of its own")
    void granted() {
        assertThat(
                        differences(
                                ASKED,
                                """
                        {"type":"realtime","object":"realtime.session","id":"sess_E8qol0x3LnVSpiCCvl4cQ","model":"gpt-realtime",\
                        "output_modalities":["text"],"tools":[],"expires_at":1785781963,"audio":{"input":{"format":\
                        {"rate":24000,"type":"audio/pcm"},"transcription":null,"turn_detection":{"type":"server_vad",\
                        "threshold":0.6,"prefix_padding_ms":300,"idle_timeout_ms":null,"create_response":false}},\
                        "output":{"voice":"alloy"}},"include":null}"""))
                .isEmpty();
    }

    @Test
    @DisplayName("may write a number in another way")
    void numbers() {
        assertThat(differences(
                        "{\"rate\":24000,\"threshold\":0.6}", "{\"rate\":24000.0,\"threshold\":0.6000000238418579}"))
                .isEmpty();
        assertThat(differences("{\"threshold\":0.6}", "{\"threshold\":0.61}")).hasSize(1);
    }

    @Test
    @DisplayName("that changes a value names it, with what was asked and what came")
    void changed() {
        assertThat(differences(ASKED, ASKED.replace("\"create_response\":false", "\"create_response\":true")))
                .containsExactly("session.audio.input.turn_detection.create_response: asked false, acknowledged true");
    }

    @Test
    @DisplayName("that leaves a value out, or a whole part, names each value that is missing")
    void missing() {
        assertThat(differences(ASKED, ASKED.replace(",\"create_response\":false", "")))
                .containsExactly(
                        "session.audio.input.turn_detection.create_response: asked false, acknowledged nothing");
        assertThat(differences(
                        ASKED, "{\"type\":\"realtime\",\"output_modalities\":[\"text\"],\"audio\":{\"input\":null}}"))
                .hasSize(5);
        assertThat(differences(ASKED, "null")).hasSize(7);
    }

    @Test
    @DisplayName("that has another list, or another order in it, is another one")
    void lists() {
        assertThat(differences("{\"m\":[\"text\"]}", "{\"m\":[\"audio\"]}"))
                .containsExactly("session.m[0]: asked \"text\", acknowledged \"audio\"");
        assertThat(differences("{\"m\":[\"text\"]}", "{\"m\":[\"text\",\"audio\"]}"))
                .containsExactly("session.m: asked [\"text\"], acknowledged [\"text\",\"audio\"]");
        assertThat(differences("{\"m\":[]}", "{}")).hasSize(1);
        assertThat(differences("{\"m\":[1,2]}", "{\"m\":[2,1]}")).hasSize(2);
    }

    @Test
    @DisplayName("of another type is another value")
    void types() {
        assertThat(differences("{\"a\":false}", "{\"a\":\"false\"}")).hasSize(1);
        assertThat(differences("{\"a\":0}", "{\"a\":false}")).hasSize(1);
        assertThat(differences("{\"a\":null}", "{\"a\":0}")).hasSize(1);
        assertThat(differences("{\"a\":0}", "{\"a\":null}")).hasSize(1);
    }

    @Test
    @DisplayName("that came with a novel is quoted in brief")
    void brief() {
        String line =
                differences("{\"a\":1}", "{\"a\":\"" + "x".repeat(5000) + "\"}").get(0);
        assertThat(line).hasSizeLessThan(120).endsWith("x…");
    }

    private static List<String> differences(String asked, String acknowledged) {
        return Acknowledgement.differences(json(asked), json(acknowledged));
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
