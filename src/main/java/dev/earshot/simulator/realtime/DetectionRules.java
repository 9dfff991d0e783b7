package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** The rules of {@code turn_detection}: its two kinds, their fields, defaults and limits. */
final class DetectionRules {

    static final String PATH = "session.audio.input.turn_detection";

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "server_vad",
            Set.of(
                    "type",
                    "threshold",
                    "prefix_padding_ms",
                    "silence_duration_ms",
                    "idle_timeout_ms",
                    "create_response",
                    "interrupt_response"),
            "semantic_vad",
            Set.of("type", "eagerness", "create_response", "interrupt_response"));

    /** How long a turn's end is waited for, in milliseconds of silence: this server does not know what a sentence is. */
    private static final Map<String, Integer> EAGERNESS = Map.of("high", 300, "auto", 600, "medium", 600, "low", 1_200);

    private DetectionRules() {}

    static ObjectNode defaults(ModelFamily family) {
        return Json.literal(
                        """
                        {"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":0,
                         "idle_timeout_ms":null,"create_response":true,"interrupt_response":true}""")
                .put("silence_duration_ms", family.silenceMs());
    }

    /** {@code update} merged into what stands; or, where nothing of its kind does, into the defaults. */
    static ObjectNode merge(JsonNode standing, ObjectNode update, ModelFamily family) throws RejectedException {
        String type = update.path("type").asText(standing.path("type").asText("server_vad"));
        Set<String> known = FIELDS.get(type);
        if (known == null) {
            throw RejectedException.invalid(
                    PATH + ".type",
                    "Invalid value: '" + type + "'. Supported values are: 'server_vad' and 'semantic_vad'.");
        }
        boolean sameKind = standing.path("type").asText().equals(type);
        ObjectNode merged = sameKind ? ((ObjectNode) standing).deepCopy() : defaults(type, family);
        for (Map.Entry<String, JsonNode> field : update.properties()) {
            if (!known.contains(field.getKey())) {
                throw RejectedException.unknown(PATH + "." + field.getKey());
            }
            merged.set(field.getKey(), field.getValue().deepCopy());
        }
        check(merged);
        return merged;
    }

    /** The silence, in milliseconds, that ends a turn. */
    static int silenceMs(JsonNode detection) {
        return EAGERNESS.getOrDefault(
                detection.path("eagerness").asText(),
                detection.path("silence_duration_ms").asInt());
    }

    private static ObjectNode defaults(String type, ModelFamily family) {
        return type.equals("server_vad")
                ? defaults(family)
                : Json.literal(
                        """
                        {"type":"semantic_vad","eagerness":"auto","create_response":true,"interrupt_response":true}""");
    }

    private static void check(ObjectNode detection) throws RejectedException {
        for (String field : Set.of("create_response", "interrupt_response")) {
            check(detection.path(field).isBoolean(), field, "Expected a boolean.");
        }
        if (detection.has("eagerness")) {
            String eagerness = detection.path("eagerness").asText();
            check(EAGERNESS.containsKey(eagerness), "eagerness", "Expected 'low', 'medium', 'high' or 'auto'.");
            return;
        }
        double threshold = detection.path("threshold").asDouble(-1);
        check(threshold >= 0 && threshold <= 1, "threshold", "Expected a number from 0 to 1.");
        for (String field : Set.of("prefix_padding_ms", "silence_duration_ms")) {
            int ms = detection.path(field).asInt(-1);
            check(ms >= 0 && ms <= 10_000, field, "Expected an integer from 0 to 10000.");
        }
        JsonNode idle = detection.path("idle_timeout_ms");
        boolean idleFits = idle.isNull() || (idle.asInt() >= 5_000 && idle.asInt() <= 30_000);
        check(idleFits, "idle_timeout_ms", "Expected an integer from 5000 to 30000.");
    }

    private static void check(boolean good, String field, String message) throws RejectedException {
        if (!good) {
            throw RejectedException.invalid(PATH + "." + field, message);
        }
    }
}
