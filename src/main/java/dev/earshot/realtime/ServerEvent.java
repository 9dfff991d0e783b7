package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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

    /** More of an answer, be it words or a call's arguments. */
    record ResponseDelta(String responseId) implements ServerEvent {}

    /** A call of a tool begins: where its end does not say its name, it is this. */
    record ToolCallAdded(String responseId, String callId, String name) implements ServerEvent {}

    /**
     * A call of a tool is complete. Several events may say so of the same call.
     *
     * @param name empty where the event does not say it
     */
    record ToolCallDone(String responseId, String callId, String name, String arguments) implements ServerEvent {}

    /**
     * A response is over.
     *
     * @param reason why it was not completed; null where nothing is said about that
     * @param calls the complete ones
     */
    record ResponseDone(
            String responseId, @Nullable String ask, String status, @Nullable String reason, List<ToolCallDone> calls)
            implements ServerEvent {}

    /**
     * An {@code error} event.
     *
     * @param code or, where there is none, the type of error
     * @param type the kind of error, of which there are few; codes are many and new ones appear
     * @param clientEvent our id of the event that it is about; null where it is about none of ours
     */
    record Failed(String code, String type, String message, @Nullable String clientEvent) implements ServerEvent {}

    /** A known event that needs no action. */
    record Unneeded(String type) implements ServerEvent {}

    /**
     * A type that is new to us: counted, never fatal.
     *
     * @param type at most 64 characters of it
     */
    record Other(String type) implements ServerEvent {}

    /** Not JSON, or an event without what its type must have. */
    record Malformed(String reason) implements ServerEvent {}
}
