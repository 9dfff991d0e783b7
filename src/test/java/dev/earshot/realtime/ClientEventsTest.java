package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is sent to the service")
class ClientEventsTest {

    @Test
    @DisplayName("asks for text only, a transcript, and turns that nobody answers")
    void sessionUpdate() {
        SessionConfiguration configuration = new SessionConfiguration("gpt-realtime-whisper", null, 0.5, 300, 500);

        assertThat(ClientEvents.sessionUpdate(configuration.toJson()))
                .isEqualTo(
                        """
                        {"type":"session.update","session":{"type":"realtime","instructions":"You listen to one side of a \
                        phone call. Never answer the speaker. Answer only when you are asked to, as asked.",\
                        "output_modalities":["text"],"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},\
                        "transcription":{"model":"gpt-realtime-whisper"},"noise_reduction":null,"turn_detection":{"type":"server_vad",\
                        "threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500,"create_response":false,\
                        "interrupt_response":false}}}}}""");
    }

    @Test
    @DisplayName("names the language where it is known")
    void language() {
        assertThat(ClientEvents.sessionUpdate(new SessionConfiguration("m", "en", 0.5, 300, 500).toJson()))
                .contains("\"transcription\":{\"model\":\"m\",\"language\":\"en\"}");
    }

    @Test
    @DisplayName("commits with no more than the type")
    void commit() {
        assertThat(ClientEvents.commit()).isEqualTo("{\"type\":\"input_audio_buffer.commit\"}");
    }

    @Test
    @DisplayName("can carry our id, so that an error about it can be told from others")
    void id() {
        assertThat(ClientEvents.withId("a3", "{\"type\":\"response.create\",\"response\":{}}"))
                .isEqualTo("{\"event_id\":\"a3\",\"type\":\"response.create\",\"response\":{}}");
        assertThat(ClientEvents.withId("a\"3", "{\"type\":\"x\"}"))
                .isEqualTo("{\"event_id\":\"a\\\"3\",\"type\":\"x\"}");
    }
}
