package dev.earshot.simulator.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a realtime session says of itself: what it begins with, and whatever it is asked for, granted and echoed whole. */
final class SessionEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEGINNING =
            """
            {"type":"realtime","object":"realtime.session","id":"sess_bench%06d","model":"bench","expires_at":%d,
             "output_modalities":["audio"],"instructions":"","tools":[],"tool_choice":"auto","max_output_tokens":"inf",
             "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,
                 "turn_detection":null},
               "output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin","speed":1.0}}}""";
    private static final long HOUR_SECONDS = 3_600;

    private final ObjectNode session;

    /** @param number tells sessions apart */
    SessionEvents(int number) {
        long expiresAt = System.currentTimeMillis() / 1000 + HOUR_SECONDS;
        session = (ObjectNode) parsed(BEGINNING.formatted(number, expiresAt));
    }

    String created() {
        return event("session.created");
    }

    /** The answer to a client event, or null where none is due. */
    @Nullable
    String answer(String clientEvent) {
        JsonNode event = parsed(clientEvent);
        if (event.path("type").asText().equals("conversation.item.retrieve")) {
            return unknownItem(event.path("event_id"));
        }
        if (!event.path("type").asText().equals("session.update")) {
            return null;
        }
        merge(session, event.path("session"));
        return event("session.updated");
    }

    /** Nothing was ever said here; a client that asks wants to know whether anybody answers. */
    private static String unknownItem(JsonNode clientEvent) {
        ObjectNode event = JSON.createObjectNode().put("type", "error").put("event_id", "event_error");
        event.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", "item_retrieve_invalid_item_id")
                .put("message", "There is no such item.")
                .putNull("param")
                .set("event_id", clientEvent);
        return event.toString();
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void merge(ObjectNode into, JsonNode update) {
        for (Map.Entry<String, JsonNode> member : update.properties()) {
            if (into.get(member.getKey()) instanceof ObjectNode known
                    && member.getValue().isObject()) {
                merge(known, member.getValue());
            } else {
                into.set(member.getKey(), member.getValue());
            }
        }
    }

    private String event(String type) {
        ObjectNode event = JSON.createObjectNode();
        event.put("type", type).put("event_id", "event_" + type.replace('.', '_'));
        event.set("session", session);
        return event.toString();
    }
}
