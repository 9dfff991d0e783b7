package dev.earshot.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads one server event from its JSON text. Never throws: what cannot be read is {@link ServerEvent.Malformed}. */
final class ServerEventDecoder {
    /** Key of the response metadata that carries our own id of a question. */
    static final String ASK_KEY = "ask";

    /** Longer than any session, and safe to turn into samples. */
    private static final double MAX_MILLIS = 1e12;

    private ServerEventDecoder() {}

    static ServerEvent decode(String text) {
        JsonNode event;
        try {
            event = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return new ServerEvent.Malformed("not JSON");
        }
        try {
            return decode(event);
        } catch (MissingMember e) {
            return new ServerEvent.Malformed(event.path("type").asText() + " without " + e.getMessage());
        }
    }

    private static ServerEvent decode(JsonNode event) {
        String type = text(event, "type");
        return switch (type) {
            case "session.created" -> created(event);
            case "session.updated" -> new ServerEvent.SessionUpdated(member(event, "session"));
            case "input_audio_buffer.speech_started" ->
                new ServerEvent.SpeechStarted(text(event, "item_id"), millis(event, "audio_start_ms"));
            case "input_audio_buffer.speech_stopped" ->
                new ServerEvent.SpeechStopped(text(event, "item_id"), millis(event, "audio_end_ms"));
            case "input_audio_buffer.committed" ->
                new ServerEvent.TurnCommitted(text(event, "item_id"), optionalText(event, "previous_item_id"));
            case "conversation.item.deleted" -> new ServerEvent.ItemDeleted(text(event, "item_id"));
            case "conversation.item.input_audio_transcription.delta" ->
                new ServerEvent.TranscriptDelta(
                        text(event, "item_id"),
                        contentIndex(event),
                        event.path("delta").asText(""));
            case "conversation.item.input_audio_transcription.completed" ->
                new ServerEvent.TranscriptCompleted(
                        text(event, "item_id"), contentIndex(event), text(event, "transcript"));
            case "conversation.item.input_audio_transcription.failed" ->
                new ServerEvent.TranscriptFailed(
                        text(event, "item_id"),
                        contentIndex(event),
                        event.path("error").path("code").asText("unknown"));
            case "response.created" -> responseCreated(member(event, "response"));
            case "response.function_call_arguments.done" ->
                new ServerEvent.ToolCallDone(
                        text(event, "response_id"),
                        text(event, "call_id"),
                        event.path("name").asText(""),
                        text(event, "arguments"));
            case "response.done" -> responseDone(member(event, "response"));
            case "error" -> failed(member(event, "error"));
            default -> new ServerEvent.Other(type);
        };
    }

    private static ServerEvent created(JsonNode event) {
        JsonNode session = member(event, "session");
        return new ServerEvent.SessionCreated(session, session.path("id").asText(""));
    }

    private static ServerEvent responseCreated(JsonNode response) {
        return new ServerEvent.ResponseCreated(text(response, "id"), ask(response));
    }

    private static ServerEvent responseDone(JsonNode response) {
        return new ServerEvent.ResponseDone(
                text(response, "id"), ask(response), response.path("status").asText("unknown"));
    }

    private static ServerEvent failed(JsonNode error) {
        JsonNode code = error.path("code");
        String type = error.path("type").asText("unknown");
        String name = code.isTextual() ? code.asText() : type;
        return new ServerEvent.Failed(name, type, error.path("message").asText(""), optionalText(error, "event_id"));
    }

    private static @Nullable String ask(JsonNode response) {
        return optionalText(response.path("metadata"), ASK_KEY);
    }

    private static JsonNode member(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isObject()) {
            throw new MissingMember(name);
        }
        return value;
    }

    private static String text(JsonNode object, String name) {
        String value = optionalText(object, name);
        if (value == null) {
            throw new MissingMember(name);
        }
        return value;
    }

    private static @Nullable String optionalText(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    /** The service numbers the parts of an item; where it does not, there is one. */
    private static int contentIndex(JsonNode event) {
        return event.path("content_index").asInt(0);
    }

    private static long millis(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > MAX_MILLIS) {
            throw new MissingMember(name);
        }
        return value.longValue();
    }

    /** Control flow inside this class only: an event lacks what its type must have. */
    private static final class MissingMember extends RuntimeException {
        MissingMember(String name) {
            super(name, null, false, false);
        }
    }
}
