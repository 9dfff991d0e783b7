package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A client event that is answered with an {@code error} event, and of which nothing applies. */
final class RejectedException extends Exception {

    private final @Nullable String code;
    private final @Nullable String param;

    RejectedException(@Nullable String code, @Nullable String param, String message) {
        super(message, null, false, false);
        this.code = code;
        this.param = param;
    }

    static RejectedException missing(String param) {
        return new RejectedException(
                "missing_required_parameter", param, "Missing required parameter: '" + param + "'.");
    }

    static RejectedException unknown(String param) {
        return new RejectedException("unknown_parameter", param, "Unknown parameter: '" + param + "'.");
    }

    static RejectedException invalid(String param, String message) {
        return new RejectedException("invalid_value", param, message);
    }

    /** The {@code error} event; {@code clientEventId}: of the event that is refused, or a JSON null. */
    ObjectNode toEvent(JsonNode clientEventId) {
        ObjectNode event = Outbox.event("error");
        event.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", code)
                .put("message", getMessage())
                .put("param", param)
                .set("event_id", clientEventId);
        return event;
    }
}
