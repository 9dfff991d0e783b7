package dev.earshot.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one server event from its JSON text. Never throws: what cannot be read is {@link ServerEvent.Malformed}. */
final class ServerEventDecoder {
    /** Key of the response metadata that carries our own id of a question. */
    static final String ASK_KEY = "ask";

    /** Longer than any session, and safe to turn into samples. */
    private static final double MAX_MILLIS = 1e12;

    private static final int MAX_TYPE_CHARS = 64;
    private static final int MAX_ID_CHARS = 512;
    private static final int NO_PART = -1;

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
            case "error" -> failed(member(event, "error"));
            default -> type.startsWith("response.") ? response(type, event) : speech(type, event);
        };
    }

    private static ServerEvent speech(String type, JsonNode event) {
        return switch (type) {
            case "input_audio_buffer.speech_started" ->
                new ServerEvent.SpeechStarted(id(event, "item_id"), millis(event, "audio_start_ms"));
            case "input_audio_buffer.speech_stopped" ->
                new ServerEvent.SpeechStopped(id(event, "item_id"), millis(event, "audio_end_ms"));
            case "input_audio_buffer.committed" -> turnCommitted(event, id(event, "item_id"));
            case "conversation.item.added" -> itemAdded(type, event);
            case "conversation.item.deleted" -> new ServerEvent.ItemDeleted(id(event, "item_id"));
            case "conversation.item.input_audio_transcription.delta" ->
                new ServerEvent.TranscriptDelta(
                        id(event, "item_id"),
                        contentIndex(event),
                        event.path("delta").asText(""));
            case "conversation.item.input_audio_transcription.completed" ->
                new ServerEvent.TranscriptCompleted(
                        id(event, "item_id"), contentIndex(event), text(event, "transcript"));
            case "conversation.item.input_audio_transcription.failed" ->
                new ServerEvent.TranscriptFailed(
                        id(event, "item_id"),
                        contentIndex(event),
                        event.path("error").path("code").asText("unknown"));
            default -> other(type);
        };
    }

    private static ServerEvent response(String type, JsonNode event) {
        return switch (type) {
            case "response.created" -> responseCreated(member(event, "response"));
            case "response.done" -> responseDone(member(event, "response"));
            case "response.output_text.delta",
                    "response.output_audio.delta",
                    "response.output_audio_transcript.delta",
                    "response.function_call_arguments.delta" -> new ServerEvent.ResponseDelta(id(event, "response_id"));
            case "response.output_item.added" -> outputItemAdded(type, event);
            case "response.output_item.done" -> outputItemDone(type, event);
            case "response.function_call_arguments.done" ->
                new ServerEvent.ToolCallDone(
                        id(event, "response_id"),
                        id(event, "call_id"),
                        event.path("name").asText(""),
                        text(event, "arguments"));
            default -> other(type);
        };
    }

    private static ServerEvent other(String type) {
        return UnneededEvents.TYPES.contains(type)
                ? new ServerEvent.Unneeded(type)
                : new ServerEvent.Other(type.length() <= MAX_TYPE_CHARS ? type : type.substring(0, MAX_TYPE_CHARS));
    }

    private static ServerEvent created(JsonNode event) {
        JsonNode session = member(event, "session");
        return new ServerEvent.SessionCreated(session, session.path("id").asText(""));
    }

    private static ServerEvent turnCommitted(JsonNode event, String item) {
        return new ServerEvent.TurnCommitted(item, optionalId(event, "previous_item_id"));
    }

    /** Only what was spoken is a turn: other items are answers, or history that was written into the conversation. */
    private static ServerEvent itemAdded(String type, JsonNode event) {
        JsonNode item = member(event, "item");
        boolean spoken = item.path("role").asText().equals("user")
                && item.path("content").findValuesAsText("type").contains("input_audio");
        return spoken ? turnCommitted(event, id(item, "id")) : other(type);
    }

    private static ServerEvent responseCreated(JsonNode response) {
        return new ServerEvent.ResponseCreated(id(response, "id"), ask(response));
    }

    private static ServerEvent outputItemAdded(String type, JsonNode event) {
        JsonNode item = member(event, "item");
        return isCall(item)
                ? new ServerEvent.ToolCallAdded(id(event, "response_id"), id(item, "call_id"), text(item, "name"))
                : other(type);
    }

    private static ServerEvent outputItemDone(String type, JsonNode event) {
        JsonNode item = member(event, "item");
        return isCompleteCall(item) ? toolCall(id(event, "response_id"), item) : other(type);
    }

    private static ServerEvent.ToolCallDone toolCall(String response, JsonNode item) {
        return new ServerEvent.ToolCallDone(
                response, id(item, "call_id"), item.path("name").asText(""), text(item, "arguments"));
    }

    private static boolean isCall(JsonNode item) {
        return item.path("type").asText().equals("function_call");
    }

    /** Of a call that was cut short the arguments are, too. */
    private static boolean isCompleteCall(JsonNode item) {
        return isCall(item) && item.path("status").asText("completed").equals("completed");
    }

    private static ServerEvent responseDone(JsonNode response) {
        String id = id(response, "id");
        List<ServerEvent.ToolCallDone> calls = new ArrayList<>();
        for (JsonNode item : response.path("output")) {
            if (isCompleteCall(item)) {
                calls.add(toolCall(id, item));
            }
        }
        return new ServerEvent.ResponseDone(
                id, ask(response), response.path("status").asText("unknown"), reason(response), List.copyOf(calls));
    }

    /** {@code max_output_tokens}, {@code content_filter}, {@code turn_detected} and the like, or the error of a failure. */
    private static @Nullable String reason(JsonNode response) {
        JsonNode details = response.path("status_details");
        String reason = optionalText(details, "reason");
        String code = optionalText(details.path("error"), "code");
        String type = optionalText(details.path("error"), "type");
        return reason != null ? reason : code != null ? code : type;
    }

    private static ServerEvent failed(JsonNode error) {
        JsonNode code = error.path("code");
        String type = error.path("type").asText("unknown");
        String name = code.isTextual() ? code.asText() : type;
        return new ServerEvent.Failed(name, type, error.path("message").asText(""), optionalText(error, "event_id"));
    }

    private static @Nullable String ask(JsonNode response) {
        return optionalId(response.path("metadata"), ASK_KEY);
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

    /** Ids are kept: one that is longer than the protocol allows is none. */
    private static String id(JsonNode object, String name) {
        String id = optionalId(object, name);
        if (id == null) {
            throw new MissingMember(name);
        }
        return id;
    }

    private static @Nullable String optionalId(JsonNode object, String name) {
        String id = optionalText(object, name);
        return id == null || id.length() > MAX_ID_CHARS ? null : id;
    }

    private static @Nullable String optionalText(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    /** The service numbers the parts of an item; where it does not, there is one. */
    private static int contentIndex(JsonNode event) {
        JsonNode index = event.path("content_index");
        return index.isMissingNode() ? 0 : index.isInt() ? index.intValue() : NO_PART;
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
