package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a session, and what its acknowledgement is held against.
 *
 * <p>{@code create_response} and {@code interrupt_response} are always false: speech is turned into text and committed,
 * and the model answers only when it is asked to, out of band.
 *
 * @param model decides what is sent: one value that a model does not take rejects all of them
 * @param reasoning how long the model may think about an answer; null leaves it to the model
 */
public record SessionConfiguration(
        ConversationModel model,
        Transcription transcription,
        VoiceActivity voiceActivity,
        NoiseReduction noiseReduction,
        @Nullable Degree reasoning) {

    /**
     * How speech becomes text.
     *
     * @param model the name that the service knows it by: a model's, or a deployment's
     * @param language ISO-639-1, or null to let the model find out
     * @param delay what a live transcript may wait for the sake of being right; null leaves it to the model
     */
    public record Transcription(
            String model, TranscriptionModel family, @Nullable String language, @Nullable Degree delay) {

        private void writeTo(ObjectNode transcription) {
            transcription.put("model", model);
            if (language != null) {
                transcription.put("language", language);
            }
            if (delay != null && family.live()) {
                transcription.put("delay", delay.wireName());
            }
        }
    }

    /** Hz; the only rate that the protocol has for PCM. */
    public static final int SAMPLE_RATE = 24_000;

    private static final String INSTRUCTIONS =
            "You listen to one side of a phone call. Never answer the speaker. Answer only when you are asked to, as asked.";

    /** What every model takes: turns by loudness, and a transcript. Milliseconds, and 0..1. */
    public SessionConfiguration(
            String transcriptionModel,
            @Nullable String language,
            double vadThreshold,
            int prefixPaddingMs,
            int silenceDurationMs) {
        this(
                ConversationModel.UNKNOWN,
                new Transcription(transcriptionModel, TranscriptionModel.UNKNOWN, language, null),
                new VoiceActivity.Server(vadThreshold, prefixPaddingMs, silenceDurationMs),
                NoiseReduction.NONE,
                null);
    }

    /** See {@link VoiceActivity#prefixPaddingMs}. */
    int prefixPaddingMs() {
        return voiceActivity.prefixPaddingMs();
    }

    /** See {@link VoiceActivity#silenceDurationMs}. */
    int silenceDurationMs() {
        return voiceActivity.silenceDurationMs();
    }

    /** The {@code session} object of our {@code session.update}. */
    ObjectNode toJson() {
        ObjectNode session = Json.object();
        session.put("type", "realtime");
        session.put("instructions", INSTRUCTIONS);
        session.putArray("output_modalities").add("text");
        if (reasoning != null && model.reasons()) {
            session.putObject("reasoning").put("effort", reasoning.wireName());
        }
        ObjectNode input = session.putObject("audio").putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", SAMPLE_RATE);
        transcription.writeTo(input.putObject("transcription"));
        noiseReduction.writeTo(input);
        ObjectNode detection = input.putObject("turn_detection");
        voiceActivity.writeTo(detection);
        detection.put("create_response", false).put("interrupt_response", false);
        return session;
    }
}
