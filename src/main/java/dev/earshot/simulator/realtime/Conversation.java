package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The default conversation: its items, in order. Bounded: beyond {@value #MOST} the oldest is forgotten. */
final class Conversation {

    private static final int MOST = 2_000;
    private static final Set<String> TYPES = Set.of("message", "function_call", "function_call_output");

    private final String id = Ids.conversation();
    private final List<ObjectNode> items = new ArrayList<>();
    private final Outbox outbox;
    private boolean answered;

    Conversation(Outbox outbox) {
        this.outbox = outbox;
    }

    String id() {
        return id;
    }

    List<ObjectNode> items() {
        return List.copyOf(items);
    }

    /** The newest item; null in an empty conversation. */
    @Nullable
    String last() {
        return items.isEmpty() ? null : idOf(items.get(items.size() - 1));
    }

    /** A turn of speech becomes an item; its words are not known yet. */
    void commitSpeech(String item) {
        String previous = last();
        outbox.send(Outbox.event("input_audio_buffer.committed")
                .put("previous_item_id", previous)
                .put("item_id", item));
        ObjectNode message = message(item, "user", "completed");
        message.withArray("content")
                .add(Json.object().put("type", "input_audio").putNull("transcript"));
        addWhole(message, items.size());
    }

    /** {@code conversation.item.create}. */
    void create(JsonNode event) throws RejectedException {
        JsonNode given = event.path("item");
        check(given, "item");
        String wanted = given.path("id").asText("");
        if (!wanted.isEmpty() && find(wanted) >= 0) {
            throw RejectedException.invalid("item.id", "Item with id '" + wanted + "' already exists.");
        }
        ObjectNode item = Json.object().put("id", wanted.isEmpty() ? Ids.item() : wanted);
        item.put("type", given.path("type").asText());
        if (given.path("type").asText().equals("message")) {
            item.put("status", "completed");
        }
        given.properties().forEach(field -> item.set(field.getKey(), field.getValue()));
        addWhole(item, place(event.path("previous_item_id")));
    }

    /** {@code conversation.item.delete}. */
    void delete(String item) throws RejectedException {
        items.remove(require(item, "item_delete_invalid_item_id"));
        outbox.send(Outbox.event("conversation.item.deleted").put("item_id", item));
    }

    /** {@code conversation.item.retrieve}. */
    void retrieve(String item) throws RejectedException {
        ObjectNode event = Outbox.event("conversation.item.retrieved");
        event.set("item", require(item, "item_retrieve_invalid_item_id").deepCopy());
        outbox.send(event);
    }

    /** {@code conversation.item.truncate}: what was not played of a spoken answer is forgotten. */
    void truncate(String item, JsonNode event) throws RejectedException {
        ObjectNode found = require(item, "item_truncate_invalid_item_id");
        JsonNode content =
                found.path("content").path(event.path("content_index").asInt(-1));
        if (!content.path("type").asText().equals("output_audio")) {
            throw RejectedException.invalid("item_id", "Only model output audio messages can be truncated.");
        }
        int wantedMs = event.path("audio_end_ms").asInt(-1);
        if (wantedMs < 0 || wantedMs > ResponseItem.SPOKEN_MS) {
            throw RejectedException.invalid(
                    "audio_end_ms",
                    "Audio content of " + ResponseItem.SPOKEN_MS + "ms is already shorter than " + wantedMs + "ms");
        }
        ((ObjectNode) content).remove("transcript");
        outbox.send(Outbox.event("conversation.item.truncated")
                .put("item_id", item)
                .put("content_index", event.path("content_index").asInt())
                .put("audio_end_ms", wantedMs));
    }

    /** The words of a turn have become known. */
    void transcribed(String item, String transcript) {
        int at = find(item);
        if (at >= 0 && items.get(at).at("/content/0") instanceof ObjectNode content) {
            content.put("transcript", transcript);
        }
    }

    /** An item that a request refers to. */
    ObjectNode referred(String item) throws RejectedException {
        return require(item, "invalid_value");
    }

    /** A response's item appears, with nothing in it. */
    void added(ObjectNode item) {
        announce("conversation.item.added", item, last());
        insert(item, items.size());
    }

    /**
     * A response's item is whole.
     *
     * @param previous what was last when it was added; the first such event of a session does not say it, as with the
     *     real service
     */
    void done(ObjectNode item, @Nullable String previous) {
        announce("conversation.item.done", item, answered ? previous : null);
        answered = true;
        int at = find(idOf(item));
        if (at >= 0) {
            items.set(at, item);
        }
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

    /**
     * What a client may say as an item: users and the system {@code input_text}, the assistant {@code output_text}.
     *
     * @throws RejectedException with {@code path} before the field's name
     */
    static void check(JsonNode item, String path) throws RejectedException {
        String type = item.path("type").asText();
        if (type.isEmpty()) {
            throw RejectedException.missing(path + ".type");
        }
        if (!TYPES.contains(type)) {
            throw RejectedException.invalid(path + ".type", "Invalid value: '" + type + "'.");
        }
        if (type.equals("message") && !item.path("role").isTextual()) {
            throw RejectedException.missing(path + ".role");
        }
        String expected = item.path("role").asText().equals("assistant") ? "output_text" : "input_text";
        for (JsonNode part : item.path("content")) {
            if (!part.path("type").asText().equals(expected)) {
                throw RejectedException.invalid(
                        path + ".content",
                        "Invalid value: " + part.path("type") + ". Supported values are: '" + expected + "'.");
            }
        }
    }

    private void addWhole(ObjectNode item, int at) {
        String previous = at == 0 ? null : idOf(items.get(at - 1));
        announce("conversation.item.added", item, previous);
        announce("conversation.item.done", item, previous);
        insert(item, at);
    }

    private void insert(ObjectNode item, int at) {
        items.add(at, item);
        if (items.size() > MOST) {
            items.remove(0);
        }
    }

    /** Where an item goes that is to follow {@code previous}: {@code root} is before all, nothing is after all. */
    private int place(JsonNode previous) throws RejectedException {
        if (!previous.isTextual()) {
            return items.size();
        }
        int at = find(previous.asText());
        if (at < 0 && !previous.asText().equals("root")) {
            throw RejectedException.invalid(
                    "previous_item_id", "Item with id '" + previous.asText() + "' does not exist.");
        }
        return at + 1;
    }

    private ObjectNode require(String item, String code) throws RejectedException {
        int at = find(item);
        if (at < 0) {
            throw new RejectedException(code, "item_id", "Item with id '" + item + "' does not exist.");
        }
        return items.get(at);
    }

    private int find(String item) {
        for (int at = items.size() - 1; at >= 0; at--) {
            if (idOf(items.get(at)).equals(item)) {
                return at;
            }
        }
        return -1;
    }

    private static String idOf(ObjectNode item) {
        return item.path("id").asText();
    }
}
