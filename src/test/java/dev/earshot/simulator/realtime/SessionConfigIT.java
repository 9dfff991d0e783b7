package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionConfigIT {

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private Peer peer;

    @BeforeEach
    void connect() {
        peer = Peer.connect(FIXTURE.server());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void tells_first_of_a_session_that_answers_by_itself_and_transcribes_nothing() {
        JsonNode created = peer.await("session.created");

        assertThat(peer.events().get(0)).isEqualTo(created);
        assertThat(created.path("event_id").asText()).matches("event_[0-9A-Za-z]{21}");
        JsonNode session = created.path("session");
        assertThat(session.path("id").asText()).matches("sess_[0-9A-Za-z]{21}");
        assertThat(session.path("model").asText()).isEqualTo("gpt-realtime");
        assertThat(session.path("expires_at").asLong() - System.currentTimeMillis() / 1000)
                .isBetween(3_500L, 3_600L);
        assertThat(session.at("/audio/input").toString())
                .isEqualTo(
                        """
                        {"format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,\
                        "turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,\
                        "silence_duration_ms":200,"idle_timeout_ms":null,"create_response":true,\
                        "interrupt_response":true}}""");
    }

    @Test
    void echoes_the_whole_configuration_with_defaults_merged_in() {
        JsonNode created = peer.await("session.created");
        peer.send(
                """
                {"type":"session.update","session":{"type":"realtime","instructions":"Listen.",
                 "output_modalities":["text"],"audio":{"input":{
                   "format":{"type":"audio/pcm","rate":24000},
                   "turn_detection":{"type":"server_vad","create_response":false,"interrupt_response":false},
                   "transcription":{"model":"gpt-realtime-whisper"}}}}}""");

        JsonNode session = peer.await("session.updated").path("session");

        assertThat(session.path("id")).isEqualTo(created.at("/session/id"));
        assertThat(session.path("expires_at")).isEqualTo(created.at("/session/expires_at"));
        assertThat(session.path("instructions").asText()).isEqualTo("Listen.");
        assertThat(session.path("output_modalities").toString()).isEqualTo("[\"text\"]");
        assertThat(session.path("tool_choice").asText()).isEqualTo("auto");
        assertThat(session.at("/audio/input/transcription").toString())
                .isEqualTo("{\"model\":\"gpt-realtime-whisper\",\"language\":null,\"prompt\":null}");
        assertThat(session.at("/audio/input/turn_detection").toString())
                .isEqualTo(
                        """
                        {"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200,\
                        "idle_timeout_ms":null,"create_response":false,"interrupt_response":false}""");
    }

    @ParameterizedTest(name = "{1} for {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"instructions":"x"}                                               | missing_required_parameter | session.type
            {"type":"realtime","modalities":["text"]}                          | unknown_parameter | session.modalities
            {"type":"realtime","audio":{"input":{"gain":2}}}                   | unknown_parameter | session.audio.input.gain
            {"type":"realtime","output_modalities":["text","audio"]}           | invalid_value | session.output_modalities
            {"type":"realtime","audio":{"input":{"format":{"type":"audio/pcm","rate":16000}}}} | invalid_value | session.audio.input.format.rate
            {"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","threshold":2}}}} | invalid_value | session.audio.input.turn_detection.threshold
            {"type":"realtime","model":"another"}                              | invalid_value | session.model
            {"type":"beta"}                                                    | invalid_value | session.type
            {"type":"transcription"}                                           | invalid_parameter | session.type
            """)
    void an_update_that_is_wrong_is_refused_whole(String session, String code, String param) {
        peer.await("session.created");
        String wrong = session.replaceFirst("\\{", "{\"instructions\":\"half applied\",");
        peer.send("{\"type\":\"session.update\",\"event_id\":\"mine\",\"session\":" + wrong + "}");

        JsonNode error = peer.await("error").path("error");

        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("event_id").asText()).isEqualTo("mine");
        peer.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        assertThat(peer.await("session.updated").at("/session/instructions").asText())
                .isNotEqualTo("half applied");
    }

    @Test
    void null_clears_what_was_set() {
        peer.await("session.created");
        peer.send(
                """
                {"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":null,
                 "transcription":{"model":"whisper-1","language":"en"}}}}}""");
        peer.send(
                """
                {"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":null}}}}""");

        JsonNode second = peer.await("session.updated", 2).get(1);

        assertThat(second.at("/session/audio/input/transcription").isNull()).isTrue();
        assertThat(second.at("/session/audio/input/turn_detection").isNull()).isTrue();
    }

    @Test
    void an_unknown_event_is_an_error_and_the_session_goes_on() {
        peer.send("{\"type\":\"session.destroy\",\"event_id\":\"e7\"}")
                .send("no json")
                .send("[]");

        assertThat(peer.await("error", 3))
                .extracting(event -> event.at("/error/code").asText())
                .containsExactly("invalid_value", "invalid_json", "invalid_json");
        assertThat(peer.all("error").get(0).at("/error/event_id").asText()).isEqualTo("e7");
        assertThat(peer.all("error").get(1).at("/error/event_id").isNull()).isTrue();
    }
}
