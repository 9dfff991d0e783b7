package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one response, in the order of the real service:
 *
 * <pre>
 * response.created
 *   response.output_item.added · conversation.item.added
 *     text: response.content_part.added · response.output_text.delta* · response.output_text.done · response.content_part.done
 *     call: response.function_call_arguments.delta* · response.function_call_arguments.done
 *   conversation.item.done · response.output_item.done
 * response.done
 * </pre>
 *
 * A content part is of type {@code text}, the same content in an item of type {@code output_text}.
 */
final class Telling {

    private static final int CHARS_A_TOKEN = 4;

    /** A tenth of a second of silence stands for the voice. */
    private static final String SILENCE = Base64.getEncoder().encodeToString(new byte[4_800]);

    private final String id;
    private final ResponseRequest request;
    private final ObjectNode audio;
    private final Outbox outbox;
    private final Conversation conversation;

    Telling(String id, ResponseRequest request, ObjectNode audioOutput, Outbox outbox, Conversation conversation) {
        this.id = id;
        this.request = request;
        this.audio = Json.object().set("output", audioOutput);
        this.outbox = outbox;
        this.conversation = conversation;
    }

    String id() {
        return id;
    }

    ResponseRequest request() {
        return request;
    }

    void created() {
        send("response.created", response("in_progress", null, null, 0));
    }

    void cancelled(String reason) {
        ObjectNode details = Json.object().put("type", "cancelled").put("reason", reason);
        send("response.done", response("cancelled", details, null, 0));
    }

    void tell(Answer answer) {
        String itemId = Ids.item();
        String previous = request.outOfBand() ? null : conversation.last();
        ObjectNode item = answer instanceof Answer.ToolCall call
                ? call(itemId, call, previous)
                : message(itemId, ((Answer.Text) answer).text(), previous);
        if (request.outOfBand()) {
            conversation.announce("conversation.item.done", item, null);
        } else {
            conversation.done(item, previous);
        }
        outbox.send(output("response.output_item.done").set("item", item.deepCopy()));
        send("response.done", response("completed", null, item, tokens(item.toString())));
    }

    private ObjectNode call(String itemId, Answer.ToolCall call, @Nullable String previous) {
        String callId = Ids.call();
        ObjectNode item = Json.object().put("id", itemId).put("type", "function_call");
        item.put("status", "in_progress").put("name", call.name()).put("call_id", callId);
        appear(item.put("arguments", ""), previous);
        for (String delta : pieces(call.arguments())) {
            outbox.send(part("response.function_call_arguments.delta", itemId)
                    .put("call_id", callId)
                    .put("delta", delta)
                    .put("obfuscation", Transcripts.obfuscation(delta)));
        }
        outbox.send(part("response.function_call_arguments.done", itemId)
                .put("call_id", callId)
                .put("name", call.name())
                .put("arguments", call.arguments()));
        return item.deepCopy().put("status", "completed").put("arguments", call.arguments());
    }

    private ObjectNode message(String itemId, String text, @Nullable String previous) {
        ObjectNode item = Conversation.message(itemId, "assistant", "in_progress");
        appear(item, previous);
        String field = request.spoken() ? "transcript" : "text";
        String partType = request.spoken() ? "audio" : "text";
        String words = request.spoken() ? "response.output_audio_transcript" : "response.output_text";
        outbox.send(content("response.content_part.added", itemId)
                .set("part", Json.object().put("type", partType).put(field, "")));
        for (String delta : pieces(text)) {
            outbox.send(content(words + ".delta", itemId)
                    .put("delta", delta)
                    .put("obfuscation", Transcripts.obfuscation(delta)));
        }
        if (request.spoken()) {
            outbox.send(content("response.output_audio.delta", itemId).put("delta", SILENCE));
            outbox.send(content("response.output_audio.done", itemId));
        }
        outbox.send(content(words + ".done", itemId).put(field, text));
        outbox.send(content("response.content_part.done", itemId)
                .set("part", Json.object().put("type", partType).put(field, text)));
        ObjectNode whole = Conversation.message(itemId, "assistant", "completed");
        whole.withArray("content")
                .addObject()
                .put("type", request.spoken() ? "output_audio" : "output_text")
                .put(field, text);
        return whole;
    }

    private void appear(ObjectNode item, @Nullable String previous) {
        outbox.send(output("response.output_item.added").set("item", item.deepCopy()));
        if (request.outOfBand()) {
            conversation.announce("conversation.item.added", item, previous);
        } else {
            conversation.added(item);
        }
    }

    private ObjectNode output(String type) {
        return Outbox.event(type).put("response_id", id).put("output_index", 0);
    }

    private ObjectNode part(String type, String itemId) {
        return Outbox.event(type).put("response_id", id).put("item_id", itemId).put("output_index", 0);
    }

    private ObjectNode content(String type, String itemId) {
        return part(type, itemId).put("content_index", 0);
    }

    private ObjectNode response(
            String status, @Nullable ObjectNode details, @Nullable ObjectNode item, int outputTokens) {
        ObjectNode response = Json.object().put("object", "realtime.response").put("id", id);
        response.put("status", status).set("status_details", details);
        response.putArray("output");
        if (item != null) {
            response.withArray("output").add(item.deepCopy());
        }
        response.put("conversation_id", request.outOfBand() ? null : conversation.id());
        response.set("output_modalities", request.outputModalities());
        response.set("max_output_tokens", request.maxOutputTokens());
        response.set("audio", audio);
        response.set("usage", item == null ? null : usage(outputTokens));
        response.set("metadata", request.metadata());
        return response;
    }

    private ObjectNode usage(int outputTokens) {
        int inputTokens = tokens(request.input().toString());
        ObjectNode usage = Json.object().put("total_tokens", inputTokens + outputTokens);
        usage.put("input_tokens", inputTokens).put("output_tokens", outputTokens);
        ObjectNode input = usage.putObject("input_token_details").put("text_tokens", inputTokens);
        input.put("audio_tokens", 0).put("image_tokens", 0).put("cached_tokens", 0);
        input.putObject("cached_tokens_details")
                .put("text_tokens", 0)
                .put("audio_tokens", 0)
                .put("image_tokens", 0);
        usage.putObject("output_token_details").put("text_tokens", outputTokens).put("audio_tokens", 0);
        return usage;
    }

    private void send(String type, JsonNode response) {
        ObjectNode event = Outbox.event(type);
        event.set("response", response);
        outbox.send(event);
    }

    /** Text in the pieces it is told in: a word each, with the space before it. */
    private static List<String> pieces(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?= )"));
    }

    private static int tokens(String text) {
        return text.length() / CHARS_A_TOKEN;
    }
}
