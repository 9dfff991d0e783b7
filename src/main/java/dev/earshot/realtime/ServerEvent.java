package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a realtime session tells us, as far as Earshot acts on it. Times are ms of all audio appended in the session. */
sealed interface ServerEvent {

    record SessionCreated(JsonNode session, String sessionId) implements ServerEvent {}

    record SessionUpdated(JsonNode session) implements ServerEvent {}

    record SpeechStarted(String itemId, long audioStartMs) implements ServerEvent {}

    record SpeechStopped(String itemId, long audioEndMs) implements ServerEvent {}

    /**
     * An item that holds a turn of speech is in the conversation.
     *
     * @param previousItemId null where it is the first
     */
    record TurnCommitted(String itemId, @Nullable String previousItemId) implements ServerEvent {}

    record ItemDeleted(String itemId) implements ServerEvent {}

    record TranscriptDelta(String itemId, int contentIndex, String delta) implements ServerEvent {}

    record TranscriptCompleted(String itemId, int contentIndex, String transcript) implements ServerEvent {}

    record TranscriptFailed(String itemId, int contentIndex, String code) implements ServerEvent {}

    /**
     * A response begins.
     *
     * @param ask our own id of the question, from the metadata; null where the response is not one of ours
     */
    record ResponseCreated(String responseId, @Nullable String ask) implements ServerEvent {}

    record ToolCallDone(String responseId, String callId, String name, String arguments) implements ServerEvent {}

    record ResponseDone(String responseId, @Nullable String ask, String status) implements ServerEvent {}

    /**
     * An {@code error} event.
     *
     * @param code or, where there is none, the type of error
     * @param type the kind of error, of which there are few; codes are many and new ones appear
     * @param clientEvent our id of the event that it is about; null where it is about none of ours
     */
    record Failed(String code, String type, String message, @Nullable String clientEvent) implements ServerEvent {}

    /** A known event that needs no action, or a type that is new to us: counted, never fatal. */
    record Other(String type) implements ServerEvent {}

    /** Not JSON, or an event without what its type must have. */
    record Malformed(String reason) implements ServerEvent {}
}
