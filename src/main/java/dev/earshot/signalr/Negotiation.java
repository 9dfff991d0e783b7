package dev.earshot.signalr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The first request of a client, before the socket: which version it asks for, and what it is told. */
final class Negotiation {

    static final int MAX_VERSION = 1;

    private Negotiation() {}

    /** The version asked for, judged. */
    sealed interface Version {
        /** The version of the answer. */
        record Agreed(int version) implements Version {}

        /** The text is meant for the client. */
        record Refused(String error) implements Version {}
    }

    /** @param asked the query's {@code negotiateVersion}; the oldest where it is absent */
    static Version version(Optional<String> asked) {
        if (asked.isEmpty()) {
            return new Version.Agreed(0);
        }
        try {
            int version = Integer.parseInt(asked.get());
            return version < 0
                    ? new Version.Refused(
                            "The client requested version '%d', but the server does not support this version."
                                    .formatted(version))
                    : new Version.Agreed(Math.min(version, MAX_VERSION));
        } catch (NumberFormatException e) {
            return new Version.Refused("The client requested an invalid protocol version '%s'".formatted(asked.get()));
        }
    }

    /** Stateful reconnect is mentioned only where it was asked for: another client goes away if it is. */
    static String response(int version, ConnectionTokens.Ticket ticket) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("negotiateVersion", version);
        response.put("connectionId", ticket.connectionId());
        if (version > 0) {
            response.put("connectionToken", ticket.connectionToken());
        }
        if (ticket.mayResume()) {
            response.put("useStatefulReconnect", true);
        }
        ObjectNode webSockets = response.putArray("availableTransports").addObject();
        webSockets.put("transport", "WebSockets");
        webSockets.putArray("transferFormats").add("Text").add("Binary");
        return response.toString();
    }

    static String error(String text) {
        return JsonNodeFactory.instance.objectNode().put("error", text).toString();
    }
}
