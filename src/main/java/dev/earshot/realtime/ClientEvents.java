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

    static String commit() {
        return "{\"type\":\"input_audio_buffer.commit\"}";
    }
}
