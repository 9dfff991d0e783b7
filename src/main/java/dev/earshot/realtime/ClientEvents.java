package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the events that Earshot sends. */
final class ClientEvents {
    private ClientEvents() {}

    static String sessionUpdate(ObjectNode session) {
        ObjectNode event = Json.object();
        event.put("type", "session.update");
        event.set("session", session);
        return event.toString();
    }

    /** The same event with our id for it, which an {@code error} about it will name. */
    static String withId(String id, String event) {
        return "{\"event_id\":" + Json.text(id) + "," + event.substring(event.indexOf('{') + 1);
    }

    /** One item of the conversation so far. Its text is data, wherever it came from. */
    static String seed(String id, SeedItem item) {
        ObjectNode event = Json.object();
        event.put("event_id", id).put("type", "conversation.item.create");
        ObjectNode message = event.putObject("item");
        message.put("type", "message").put("role", item.role().wireName());
        message.putArray("content")
                .addObject()
                .put("type", item.role().contentType())
                .put("text", item.text());
        return event.toString();
    }

    /** Asks for an item that there is not: the service has to say so, and nothing else comes of it. */
    static String probe(String id) {
        return "{\"event_id\":" + Json.text(id) + ",\"type\":\"conversation.item.retrieve\",\"item_id\":\"none\"}";
    }

    static String commit() {
        return "{\"type\":\"input_audio_buffer.commit\"}";
    }
}
