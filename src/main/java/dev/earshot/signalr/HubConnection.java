package dev.earshot.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** One client, from its handshake to its end. Every method may be called from any thread and returns at once. */
public interface HubConnection {

    /** Names the connection, in public. A client that connects again is another connection. */
    String connectionId();

    /** Who the {@link Authenticator} says it is. */
    Principal principal();

    /**
     * Calls a method of the client, with one argument: clients compare the number of arguments strictly, so it is the fields
     * of the one that may grow. What is accepted arrives in order, unless the connection ends first.
     */
    SendResult send(String target, JsonNode argument);

    /** Same as {@link #send(String, JsonNode)} for an argument that is rendered already. */
    default SendResult send(String target, RawJson argument) {
        return send(target, argument.toNode());
    }

    /**
     * Sends what was accepted so far, then a farewell, and ends the connection. Does nothing if it is ending already.
     *
     * @param reason meant for the client; null if nothing went wrong
     * @param allowReconnect whether the client may connect again by itself
     */
    void close(@Nullable String reason, boolean allowReconnect);
}
