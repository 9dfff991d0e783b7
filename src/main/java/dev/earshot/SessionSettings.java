package dev.earshot;

import dev.earshot.realtime.ConversationModel;
import dev.earshot.realtime.Degree;
import dev.earshot.realtime.NoiseReduction;
import dev.earshot.realtime.SessionConfiguration;
import dev.earshot.realtime.SessionConfiguration.Transcription;
import dev.earshot.realtime.TranscriptionModel;
import dev.earshot.realtime.VoiceActivity;
import dev.earshot.realtime.VoiceActivity.Eagerness;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a session, by the settings. What a model does not take is not asked of it; where an operator asks for
 * that by name the start stops, for the session would be rejected as a whole.
 */
final class SessionSettings {
    private static final String KEYS = "earshot.realtime.";
    private static final String MODEL = KEYS + "model";
    private static final String TRANSCRIPTION_MODEL = KEYS + "transcription-model";
    private static final String REASONING = KEYS + "reasoning-effort";
    private static final String DELAY = KEYS + "transcription-delay";
    private static final String EAGERNESS = KEYS + "vad-eagerness";

    /** Stands for what the model does by itself. */
    private static final String AUTO = "auto";

    private SessionSettings() {}

    static SessionConfiguration configuration(CheckedConfig checked) {
        ConversationModel model = conversationModel(checked);
        return new SessionConfiguration(
                model,
                transcription(checked),
                voiceActivity(checked),
                checked.oneOf(KEYS + "noise-reduction", List.of(NoiseReduction.values()), NoiseReduction::wireName),
                reasoning(model, checked));
    }

    private static ConversationModel conversationModel(CheckedConfig checked) {
        String name = RealtimeAddress.modelName(checked);
        List<ConversationModel> families = List.of(ConversationModel.values());
        ConversationModel named = checked.oneOf(MODEL + "-family", families, ConversationModel::wireName);
        if (named != ConversationModel.UNKNOWN) {
            return named;
        }
        if (TranscriptionModel.of(name) != TranscriptionModel.UNKNOWN) {
            throw checked.refused(
                    MODEL,
                    "a model that converses, such as gpt-realtime: " + name
                            + " only transcribes, and takes no turn detection");
        }
        return ConversationModel.of(name);
    }

    private static Transcription transcription(CheckedConfig checked) {
        String name = checked.text(TRANSCRIPTION_MODEL, ".+", "the name of a model");
        TranscriptionModel family = transcriptionModel(name, checked);
        String language = checked.text(KEYS + "language", "|[a-z]{2}", "empty, or two letters such as en");
        Degree delay = orAuto(DELAY, Degree.values(), Degree::wireName, checked);
        if (delay != null && !family.live()) {
            throw checked.refused(
                    DELAY,
                    AUTO + ", unless the transcription model is gpt-realtime-whisper or"
                            + " gpt-live-transcribe; EARSHOT_REALTIME_TRANSCRIPTION_MODEL_FAMILY says what a deployment is");
        }
        return new Transcription(name, family, language.isEmpty() ? null : language, delay);
    }

    private static TranscriptionModel transcriptionModel(String name, CheckedConfig checked) {
        List<TranscriptionModel> families = List.of(TranscriptionModel.values());
        TranscriptionModel named =
                checked.oneOf(TRANSCRIPTION_MODEL + "-family", families, TranscriptionModel::wireName);
        if (named != TranscriptionModel.UNKNOWN) {
            return named;
        }
        if (ConversationModel.of(name) != ConversationModel.UNKNOWN) {
            throw checked.refused(TRANSCRIPTION_MODEL, "a model that transcribes, such as gpt-realtime-whisper");
        }
        return TranscriptionModel.of(name);
    }

    private static VoiceActivity voiceActivity(CheckedConfig checked) {
        boolean semantic = checked.oneOf(KEYS + "voice-activity", List.of("server_vad", "semantic_vad"))
                .equals("semantic_vad");
        Eagerness eagerness = orAuto(EAGERNESS, Eagerness.values(), Eagerness::wireName, checked);
        VoiceActivity byLoudness = new VoiceActivity.Server(
                checked.number(KEYS + "vad-threshold", 0, 1),
                millis(checked, KEYS + "vad-prefix-padding", 5_000),
                millis(checked, KEYS + "vad-silence", 10_000));
        if (eagerness != null && !semantic) {
            throw checked.refused(EAGERNESS, AUTO + ", unless EARSHOT_REALTIME_VOICE_ACTIVITY is semantic_vad");
        }
        return semantic ? new VoiceActivity.Semantic(eagerness) : byLoudness;
    }

    private static @Nullable Degree reasoning(ConversationModel model, CheckedConfig checked) {
        Degree effort = orAuto(REASONING, Degree.values(), Degree::wireName, checked);
        if (effort != null && !model.reasons()) {
            throw checked.refused(
                    REASONING,
                    AUTO + ", unless the model is gpt-realtime-2 or newer;"
                            + " EARSHOT_REALTIME_MODEL_FAMILY says what a deployment is");
        }
        return effort;
    }

    private static <E> @Nullable E orAuto(String key, E[] values, Function<E, String> wireName, CheckedConfig checked) {
        List<String> names = Stream.concat(
                        Stream.of(AUTO), Arrays.stream(values).map(wireName))
                .toList();
        int chosen = names.indexOf(checked.oneOf(key, names));
        return chosen == 0 ? null : values[chosen - 1];
    }

    private static int millis(CheckedConfig checked, String key, int max) {
        return (int)
                checked.duration(key, Duration.ZERO, Duration.ofMillis(max)).toMillis();
    }
}
