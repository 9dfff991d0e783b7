package dev.earshot.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What client and server say to each other after the handshake, whatever protocol writes it. Values are trees: a tree made
 * by {@link RawJson#toNode()} carries text that is already JSON.
 */
public sealed interface HubMessage {

    /**
     * Calls a method of the other side.
     *
     * @param invocationId names the call for its {@link Completion}; null where the caller wants no answer
     * @param streamIds streams that the caller is going to send along, usually none
     */
    record Invocation(@Nullable String invocationId, String target, List<JsonNode> arguments, List<String> streamIds)
            implements HubMessage {

        /** A call without an answer and with one argument: how this server calls its clients. */
        static Invocation event(String target, JsonNode argument) {
            return new Invocation(null, target, List.of(argument), List.of());
        }
    }

    /** Calls a streaming method of the other side. Same as {@link Invocation}, but always to be answered. */
    record StreamInvocation(String invocationId, String target, List<JsonNode> arguments, List<String> streamIds)
            implements HubMessage {}

    /** One item of a stream. A null item is a {@code NullNode}. */
    record StreamItem(String invocationId, JsonNode item) implements HubMessage {}

    /** Ends an invocation or a stream. */
    record Completion(String invocationId, Outcome outcome) implements HubMessage {}

    /** The caller wants no more items of this stream. */
    record CancelInvocation(String invocationId) implements HubMessage {}

    /** Says nothing, but says it. */
    record Ping() implements HubMessage {}

    /**
     * The last message of a connection.
     *
     * @param error why, in words meant for the other side; null if nothing went wrong
     * @param allowReconnect whether the client may connect again by itself
     */
    record Close(@Nullable String error, boolean allowReconnect) implements HubMessage {}

    /** Everything up to this number has arrived and need not be kept for a client that may resume. */
    record Ack(long sequenceId) implements HubMessage {}

    /** Opens a resumed connection: the number of the first message that its sender is going to send, perhaps again. */
    record Sequence(long sequenceId) implements HubMessage {}

    /** Whether both sides count this message, so that it can be sent again. */
    default boolean isCounted() {
        return !(this instanceof Ping || this instanceof Close || this instanceof Ack || this instanceof Sequence);
    }

    /** How an invocation ended. */
    sealed interface Outcome {

        /** It ended, and there is no value. */
        record Nothing() implements Outcome {}

        /** It ended with this value. */
        record Value(JsonNode value) implements Outcome {}

        /** It failed; the text is meant for the other side. */
        record Failed(String error) implements Outcome {}
    }
}
