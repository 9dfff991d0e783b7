package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a session, and what its acknowledgement is held against.
 *
 * <p>{@code create_response} and {@code interrupt_response} are always false: speech is turned into text and committed,
 * and the model answers only when it is asked to, out of band.
 *
 * @param transcriptionModel the model that writes the transcript
 * @param language ISO-639-1, or null to let the model find out
 * @param vadThreshold 0..1, how sure voice activity must be
 * @param prefixPaddingMs audio before the detected start that belongs to a turn, ms
 * @param silenceDurationMs silence that ends a turn, ms
 */
public record SessionConfiguration(
        String transcriptionModel,
        @Nullable String language,
        double vadThreshold,
        int prefixPaddingMs,
        int silenceDurationMs) {

    /** Hz; the only rate that the protocol has for PCM. */
    public static final int SAMPLE_RATE = 24_000;

    private static final String INSTRUCTIONS =
            "You listen to one side of a phone call. Never answer the speaker. Answer only when you are asked to, as asked.";

    /** The {@code session} object of our {@code session.update}. */
    ObjectNode toJson() {
        ObjectNode session = Json.object();
        session.put("type", "realtime");
        session.put("instructions", INSTRUCTIONS);
        ArrayNode modalities = session.putArray("output_modalities");
        modalities.add("text");
        ObjectNode input = session.putObject("audio").putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", SAMPLE_RATE);
        ObjectNode transcription = input.putObject("transcription").put("model", transcriptionModel);
        if (language != null) {
            transcription.put("language", language);
        }
        input.putObject("turn_detection")
                .put("type", "server_vad")
                .put("threshold", vadThreshold)
                .put("prefix_padding_ms", prefixPaddingMs)
                .put("silence_duration_ms", silenceDurationMs)
                .put("create_response", false)
                .put("interrupt_response", false);
        return session;
    }
}
