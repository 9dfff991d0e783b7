package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The default conversation: its items, oldest first. Bounded: beyond {@value #MOST} the oldest is forgotten. */
final class Conversation {

    private static final int MOST = 2_000;

    private final String id = Ids.conversation();
    private final Map<String, ObjectNode> items = new LinkedHashMap<>();
    private final Outbox outbox;
    private @Nullable String last;

    Conversation(Outbox outbox) {
        this.outbox = outbox;
    }

    String id() {
        return id;
    }

    /** The newest item; null in an empty conversation. */
    @Nullable
    String last() {
        return last;
    }

    /** A turn of speech becomes an item; its words are not known yet. */
    void commitSpeech(String item) {
        outbox.send(Outbox.event("input_audio_buffer.committed")
                .put("previous_item_id", last)
                .put("item_id", item));
        ObjectNode message = message(item, "user", "completed");
        message.withArray("content")
                .add(Json.object().put("type", "input_audio").putNull("transcript"));
        addWhole(message);
    }

    /** {@code conversation.item.create}. */
    void create(JsonNode event) throws RejectedException {
        if (!(event.path("item") instanceof ObjectNode given)
                || !given.path("type").isTextual()) {
            throw RejectedException.missing("item.type");
        }
        checkContent(given);
        ObjectNode item = Json.object().put("id", given.path("id").asText(Ids.item()));
        item.put("type", given.path("type").asText());
        if (given.path("type").asText().equals("message")) {
            item.put("status", "completed");
        }
        given.properties().forEach(field -> item.set(field.getKey(), field.getValue()));
        addWhole(item);
    }

    /** {@code conversation.item.delete}. */
    void delete(String item) throws RejectedException {
        require(item, "item_delete_invalid_item_id");
        items.remove(item);
        List<String> left = new ArrayList<>(items.keySet());
        last = left.isEmpty() ? null : left.get(left.size() - 1);
        outbox.send(Outbox.event("conversation.item.deleted").put("item_id", item));
    }

    /** {@code conversation.item.retrieve}. */
    void retrieve(String item) throws RejectedException {
        ObjectNode found = require(item, "item_retrieve_invalid_item_id");
        ObjectNode event = Outbox.event("conversation.item.retrieved");
        event.set("item", found);
        outbox.send(event);
    }

    /** The words of a turn have become known. */
    void transcribed(String item, String transcript) {
        ObjectNode found = items.get(item);
        if (found != null && found.at("/content/0") instanceof ObjectNode content) {
            content.put("transcript", transcript);
        }
    }

    /** A response's item appears, with nothing in it. */
    void added(ObjectNode item) {
        announce("conversation.item.added", item, last);
        remember(item);
    }

    /** A response's item is whole; {@code previous}: what was last when it was added. */
    void done(ObjectNode item, @Nullable String previous) {
        announce("conversation.item.done", item, previous);
        items.replace(item.path("id").asText(), item);
    }

    /** Tells of an item, of this conversation or, out of band, of none. */
    void announce(String type, ObjectNode item, @Nullable String previous) {
        ObjectNode event = Outbox.event(type).put("previous_item_id", previous);
        event.set("item", item.deepCopy());
        outbox.send(event);
    }

    static ObjectNode message(String id, String role, String status) {
        ObjectNode item = Json.object().put("id", id).put("type", "message");
        item.put("status", status).put("role", role).putArray("content");
        return item;
    }

    private void addWhole(ObjectNode item) {
        String previous = last;
        added(item);
        done(item, previous);
    }

    private void remember(ObjectNode item) {
        String added = item.path("id").asText();
        items.put(added, item);
        last = added;
        if (items.size() > MOST) {
            items.remove(items.keySet().iterator().next());
        }
    }

    private ObjectNode require(String item, String code) throws RejectedException {
        ObjectNode found = items.get(item);
        if (found == null) {
            throw new RejectedException(code, "item_id", "Item with id '" + item + "' does not exist.");
        }
        return found;
    }

    /** A user speaks {@code input_text}, the assistant {@code output_text}; nothing else can be seeded. */
    private static void checkContent(ObjectNode item) throws RejectedException {
        String expected = item.path("role").asText().equals("assistant") ? "output_text" : "input_text";
        for (JsonNode part : item.path("content")) {
            if (!part.path("type").asText().equals(expected)) {
                throw RejectedException.invalid(
                        "item.content",
                        "Invalid value: " + part.path("type") + ". Supported values are: '" + expected + "'.");
            }
        }
    }
}
