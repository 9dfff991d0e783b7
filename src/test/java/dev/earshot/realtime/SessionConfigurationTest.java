package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A session is asked for")
class SessionConfigurationTest {

    private static final VoiceActivity LOUDNESS = new VoiceActivity.Server(0.5, 300, 500);

    @Test
    @DisplayName("all that its models take, and its acknowledgement is held against all of it")
    void everything() throws Exception {
        SessionConfiguration configuration = configuration(
                ConversationModel.GPT_REALTIME_2_1,
                transcription("gpt-realtime-whisper", "de", Degree.MINIMAL),
                new VoiceActivity.Semantic(VoiceActivity.Eagerness.HIGH),
                NoiseReduction.FAR_FIELD,
                Degree.LOW);
        assertThat(configuration.toJson())
                .hasToString(
                        """
                        {"type":"realtime","instructions":"You listen to one side of a phone call. Never answer the speaker. \
                        Answer only when you are asked to, as asked.","output_modalities":["text"],"reasoning":{"effort":"low"},\
                        "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},\
                        "transcription":{"model":"gpt-realtime-whisper","language":"de","delay":"minimal"},\
                        "noise_reduction":{"type":"far_field"},\
                        "turn_detection":{"type":"semantic_vad","eagerness":"high","create_response":false,\
                        "interrupt_response":false}}}}""");
        String echo =
                """
                {"type":"realtime","object":"realtime.session","id":"sess_F0aPqB8nVtYw2QcHj5MsE","model":"gpt-realtime-2.1",\
                "output_modalities":["text"],"instructions":"You listen to one side of a phone call. Never answer the \
                speaker. Answer only when you are asked to, as asked.","tools":[],"tool_choice":"auto",\
                "max_output_tokens":"inf","reasoning":{"effort":"low"},"tracing":null,"truncation":"auto","prompt":null,\
                "expires_at":1795360447,"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":\
                {"model":"gpt-realtime-whisper","language":"de","prompt":null,"delay":"minimal"},"noise_reduction":\
                {"type":"far_field"},"turn_detection":{"type":"semantic_vad","eagerness":"high","create_response":false,\
                "interrupt_response":false}},"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin",\
                "speed":1.0}},"include":null}""";
        assertThat(differences(configuration, echo)).isEmpty();
        assertThat(differences(configuration, echo.replace("\"eagerness\":\"high\"", "\"eagerness\":\"auto\"")))
                .containsExactly("session.audio.input.turn_detection.eagerness: asked \"high\", acknowledged \"auto\"");
        assertThat(differences(configuration, echo.replace("{\"type\":\"far_field\"}", "null")))
                .containsExactly("session.audio.input.noise_reduction.type: asked \"far_field\", acknowledged nothing");
        assertThat(differences(configuration, echo.replace("\"reasoning\":{\"effort\":\"low\"},", "")))
                .containsExactly("session.reasoning.effort: asked \"low\", acknowledged nothing");
        assertThat(differences(configuration, echo.replace("\"language\":\"de\"", "\"language\":null")))
                .containsExactly("session.audio.input.transcription.language: asked \"de\", acknowledged null");
    }

    @Test
    @DisplayName("no noise reduction in so many words, and none may come back in two ways")
    void noNoiseReduction() throws Exception {
        SessionConfiguration configuration = configuration(
                ConversationModel.UNKNOWN, transcription("m", null, null), LOUDNESS, NoiseReduction.NONE, null);
        assertThat(configuration.toJson().at("/audio/input/noise_reduction").isNull())
                .isTrue();
        String echo = configuration.toJson().toString();
        assertThat(differences(configuration, echo)).isEmpty();
        assertThat(differences(configuration, echo.replace("\"noise_reduction\":null,", "")))
                .isEmpty();
        assertThat(differences(
                        configuration,
                        echo.replace("\"noise_reduction\":null", "\"noise_reduction\":{\"type\":\"near_field\"}")))
                .containsExactly(
                        "session.audio.input.noise_reduction: asked null, acknowledged {\"type\":\"near_field\"}");
    }

    @Test
    @DisplayName("no eagerness of its own where the service's will do")
    void eagernessOfTheService() {
        SessionConfiguration configuration = configuration(
                ConversationModel.GPT_REALTIME,
                transcription("gpt-realtime-whisper", null, null),
                new VoiceActivity.Semantic(null),
                NoiseReduction.NONE,
                null);
        assertThat(configuration.toJson().at("/audio/input/turn_detection"))
                .hasToString("{\"type\":\"semantic_vad\",\"create_response\":false,\"interrupt_response\":false}");
        assertThat(configuration.prefixPaddingMs()).isZero();
        assertThat(configuration.silenceDurationMs()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("thought only where the model can think: another would reject all of it")
    void reasoning(ConversationModel model) {
        SessionConfiguration configuration = configuration(
                model, transcription("gpt-realtime-whisper", null, null), LOUDNESS, NoiseReduction.NONE, Degree.HIGH);
        assertThat(configuration.toJson().has("reasoning"))
                .isEqualTo(model.name().contains("REALTIME_2"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a delay only where words are written while someone speaks")
    void delay(TranscriptionModel family) {
        SessionConfiguration configuration = configuration(
                ConversationModel.GPT_REALTIME,
                new SessionConfiguration.Transcription("ours", family, null, Degree.LOW),
                LOUDNESS,
                NoiseReduction.NONE,
                null);
        boolean live =
                family == TranscriptionModel.GPT_REALTIME_WHISPER || family == TranscriptionModel.GPT_LIVE_TRANSCRIBE;
        assertThat(configuration.toJson().at("/audio/input/transcription").has("delay"))
                .isEqualTo(live);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-realtime, GPT_REALTIME",
        "gpt-realtime-2025-08-28, GPT_REALTIME",
        "gpt-realtime-mini-2025-12-15, GPT_REALTIME_MINI",
        "gpt-realtime-1.5, GPT_REALTIME_1_5",
        "gpt-realtime-2, GPT_REALTIME_2",
        "gpt-realtime-2.1, GPT_REALTIME_2_1",
        "gpt-realtime-2.1-mini, GPT_REALTIME_2_1_MINI",
        "gpt-realtime-3, UNKNOWN",
        "gpt-realtime-whisper, UNKNOWN",
        "our-gpt-realtime, UNKNOWN",
        "'', UNKNOWN"
    })
    @DisplayName("by the family of its model, whatever the date of it, and not by what a name resembles")
    void conversationModels(String name, ConversationModel family) {
        assertThat(ConversationModel.of(name)).isEqualTo(family);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-realtime-whisper, GPT_REALTIME_WHISPER",
        "gpt-live-transcribe, GPT_LIVE_TRANSCRIBE",
        "gpt-transcribe, GPT_TRANSCRIBE",
        "gpt-4o-transcribe, GPT_4O_TRANSCRIBE",
        "gpt-4o-mini-transcribe-2025-12-15, GPT_4O_MINI_TRANSCRIBE",
        "gpt-4o-transcribe-diarize, GPT_4O_TRANSCRIBE_DIARIZE",
        "whisper-1, WHISPER_1",
        "whisper, UNKNOWN"
    })
    @DisplayName("and by that of the model that transcribes")
    void transcriptionModels(String name, TranscriptionModel family) {
        assertThat(TranscriptionModel.of(name)).isEqualTo(family);
    }

    private static SessionConfiguration.Transcription transcription(
            String model, @Nullable String language, @Nullable Degree delay) {
        return new SessionConfiguration.Transcription(model, TranscriptionModel.of(model), language, delay);
    }

    private static SessionConfiguration configuration(
            ConversationModel model,
            SessionConfiguration.Transcription transcription,
            VoiceActivity voiceActivity,
            NoiseReduction noiseReduction,
            @Nullable Degree reasoning) {
        return new SessionConfiguration(model, transcription, voiceActivity, noiseReduction, reasoning);
    }

    private static List<String> differences(SessionConfiguration asked, String echo) throws JsonProcessingException {
        return Acknowledgement.differences(asked.toJson(), Json.MAPPER.readTree(echo));
    }
}
