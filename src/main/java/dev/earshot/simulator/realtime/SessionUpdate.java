package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** The rules of {@code session.update}: what it may hold, and how it merges into what stands. */
final class SessionUpdate {

    private static final int MOST_OUTPUT_TOKENS = 4_096;
    private static final String ROOT = "session";
    private static final String INPUT = "session.audio.input";
    private static final String TRANSCRIPTION = "session.audio.input.transcription";

    /** The objects that are merged field by field, and the fields they know; everything else is a value. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            ROOT,
            Set.of(
                    "type",
                    "model",
                    "output_modalities",
                    "instructions",
                    "tools",
                    "tool_choice",
                    "max_output_tokens",
                    "tracing",
                    "truncation",
                    "prompt",
                    "audio",
                    "include"),
            "session.audio",
            Set.of("input", "output"),
            INPUT,
            Set.of("format", "transcription", "noise_reduction", "turn_detection"),
            "session.audio.output",
            Set.of("format", "voice", "speed"),
            "session.audio.input.format",
            Set.of("type", "rate"),
            "session.audio.output.format",
            Set.of("type", "rate"),
            TRANSCRIPTION,
            Set.of("model", "language", "prompt", "delay"),
            "session.audio.input.noise_reduction",
            Set.of("type"),
            "session.reasoning",
            Set.of("effort"));

    /** What only models know that reason. */
    private static final Set<String> REASONING = Set.of("reasoning", "parallel_tool_calls");

    private SessionUpdate() {}

    /** {@code current} with {@code update} merged into it; {@code current} itself is left alone. */
    static ObjectNode merge(ObjectNode current, JsonNode update, ModelFamily family) throws RejectedException {
        if (!(update instanceof ObjectNode fields)) {
            throw RejectedException.missing(ROOT);
        }
        checkType(fields.path("type"));
        ObjectNode merged = current.deepCopy();
        mergeFields(merged, fields, ROOT, family);
        checkValues(current, merged);
        return merged;
    }

    private static void checkType(JsonNode type) throws RejectedException {
        if (type.isMissingNode()) {
            throw RejectedException.missing("session.type");
        }
        if (type.asText().equals("transcription")) {
            throw new RejectedException(
                    "invalid_parameter",
                    "session.type",
                    "Passing a transcription session update event to a realtime session is not allowed.");
        }
        if (!type.asText().equals("realtime")) {
            throw RejectedException.invalid(
                    "session.type",
                    "Invalid value: '" + type.asText() + "'. Supported values are: 'realtime' and 'transcription'.");
        }
    }

    private static void mergeFields(ObjectNode target, ObjectNode update, String path, ModelFamily family)
            throws RejectedException {
        Set<String> known = FIELDS.getOrDefault(path, Set.of());
        for (Map.Entry<String, JsonNode> field : update.properties()) {
            String inner = path + "." + field.getKey();
            boolean reasoning = path.equals(ROOT) && REASONING.contains(field.getKey());
            if (!known.contains(field.getKey()) && !(reasoning && family.reasons())) {
                throw RejectedException.unknown(inner);
            }
            if (inner.equals(DetectionRules.PATH) && field.getValue() instanceof ObjectNode value) {
                target.set(field.getKey(), DetectionRules.merge(target.path(field.getKey()), value, family));
            } else if (field.getValue() instanceof ObjectNode value && FIELDS.containsKey(inner)) {
                ObjectNode merged = base(target, field.getKey(), inner);
                mergeFields(merged, value, inner, family);
                target.set(field.getKey(), merged);
            } else {
                target.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    /** What an object's fields are merged into: what stands, or the defaults where nothing does. */
    private static ObjectNode base(ObjectNode target, String field, String path) {
        if (path.equals(TRANSCRIPTION)) {
            return Json.literal("{\"model\":null,\"language\":null,\"prompt\":null}");
        }
        if (target.get(field) instanceof ObjectNode standing) {
            return standing;
        }
        return Json.object();
    }

    private static void checkValues(ObjectNode current, ObjectNode merged) throws RejectedException {
        if (!merged.path("model").equals(current.path("model"))) {
            throw RejectedException.invalid("session.model", "The model of a session cannot be changed.");
        }
        checkModalities(merged.path("output_modalities"));
        checkFormat(merged.at("/audio/input/format"), INPUT + ".format");
        checkFormat(merged.at("/audio/output/format"), "session.audio.output.format");
        checkTranscription(merged.at("/audio/input/transcription"));
        check(merged.path("tools").isArray(), "session.tools", "Expected an array.");
        checkTokens(merged.path("max_output_tokens"), "session.max_output_tokens");
    }

    private static void checkModalities(JsonNode modalities) throws RejectedException {
        String text = modalities.path(0).asText();
        check(
                modalities.size() == 1 && (text.equals("audio") || text.equals("text")),
                "session.output_modalities",
                "Invalid modalities: " + modalities + ". Supported combinations are: ['text'] and ['audio'].");
    }

    /** @throws RejectedException unless it is a number of tokens that a response may have */
    static void checkTokens(JsonNode tokens, String path) throws RejectedException {
        boolean fits = tokens.asText().equals("inf")
                || (tokens.isInt() && tokens.asInt() >= 1 && tokens.asInt() <= MOST_OUTPUT_TOKENS);
        check(fits, path, "Invalid value: " + tokens + ". Expected an integer from 1 to 4096, or 'inf'.");
    }

    private static void checkFormat(JsonNode format, String path) throws RejectedException {
        check(
                format.path("type").asText().equals("audio/pcm"),
                path + ".type",
                "Invalid value: " + format.path("type") + ". This server hears 'audio/pcm' only.");
        check(
                format.path("rate").asInt() == 24_000,
                path + ".rate",
                "Invalid value: " + format.path("rate") + ". Expected 24000.");
    }

    private static void checkTranscription(JsonNode transcription) throws RejectedException {
        if (transcription.isObject() && !transcription.path("model").isTextual()) {
            throw RejectedException.missing(TRANSCRIPTION + ".model");
        }
    }

    private static void check(boolean good, String param, String message) throws RejectedException {
        if (!good) {
            throw RejectedException.invalid(param, message);
        }
    }
}
