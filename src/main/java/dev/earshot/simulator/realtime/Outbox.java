package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where a session's events go, in order. */
interface Outbox {

    /** Sends a whole event. */
    void send(ObjectNode event);

    /** A new event: {@code type} and {@code event_id}; the rest is to be added. */
    static ObjectNode event(String type) {
        return Json.object().put("type", type).put("event_id", Ids.event());
    }
}
