package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The effective configuration of a session, as {@code session.created} and {@code session.updated} echo it. Immutable. */
final class SessionConfig {

    private final ObjectNode session;

    private SessionConfig(ObjectNode session) {
        this.session = session;
    }

    /** The configuration before any update: server voice activity that answers by itself, and no transcription. */
    static SessionConfig initial(String id, String model, long expiresAtSeconds) {
        ObjectNode session = Json.literal(
                """
                {"type":"realtime","object":"realtime.session","id":"","model":"","output_modalities":["audio"],
                 "instructions":"You are a helpful assistant. Be brief and friendly.","tools":[],"tool_choice":"auto",
                 "max_output_tokens":"inf","tracing":null,"truncation":"auto","prompt":null,"expires_at":0,
                 "audio":{
                   "input":{"format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,
                     "turn_detection":null},
                   "output":{"format":{"type":"audio/pcm","rate":24000},"voice":"","speed":1.0}},
                 "include":null}""");
        ModelFamily family = ModelFamily.of(model);
        session.put("id", id).put("model", model).put("expires_at", expiresAtSeconds);
        session.withObject("/audio/input").set("turn_detection", DetectionRules.defaults(family));
        session.withObject("/audio/output").put("voice", family.voice());
        return new SessionConfig(session);
    }

    /**
     * This configuration with an update's {@code session} merged into it.
     *
     * @throws RejectedException for the first thing that is wrong with the update; this configuration stands
     */
    SessionConfig merge(JsonNode update) throws RejectedException {
        return new SessionConfig(SessionUpdate.merge(session, update, family()));
    }

    /** A copy, for an event. */
    ObjectNode echo() {
        return session.deepCopy();
    }

    ModelFamily family() {
        return ModelFamily.of(session.path("model").asText());
    }

    JsonNode voice() {
        return session.at("/audio/output/voice");
    }

    /** How the server finds turns by itself; empty where the client commits them. */
    Optional<TurnDetection> turnDetection() {
        JsonNode node = session.at("/audio/input/turn_detection");
        if (!node.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new TurnDetection(
                node.path("threshold").asDouble(0.5),
                node.path("prefix_padding_ms").asInt(300),
                DetectionRules.silenceMs(node),
                node.path("create_response").asBoolean(),
                node.path("interrupt_response").asBoolean()));
    }

    /** The transcription model; empty where speech is not transcribed. */
    Optional<TranscriptionModel> transcriptionModel() {
        return Optional.ofNullable(
                        session.at("/audio/input/transcription/model").asText(null))
                .map(TranscriptionModel::new);
    }

    JsonNode outputModalities() {
        return session.path("output_modalities");
    }

    JsonNode maxOutputTokens() {
        return session.path("max_output_tokens");
    }

    JsonNode tools() {
        return session.path("tools");
    }

    /** {@code audio.output} of a response: format and voice. */
    ObjectNode responseAudio() {
        ObjectNode output = Json.object();
        output.set("format", session.at("/audio/output/format").deepCopy());
        output.set("voice", voice());
        return output;
    }

    /** Voice activity: a level from 0 to 1, milliseconds, and what a turn leads to. */
    record TurnDetection(
            double threshold, int prefixMs, int silenceMs, boolean createResponse, boolean interruptResponse) {}
}
