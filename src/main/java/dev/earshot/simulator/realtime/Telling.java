package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one response, in the order of the real service:
 *
 * <pre>
 * response.created
 *   each item: response.output_item.added · conversation.item.added
 *     text: response.content_part.added · response.output_text.delta*
 *     call: response.function_call_arguments.delta*
 *   each item:
 *     text: response.output_text.done · response.content_part.done
 *     call: response.function_call_arguments.done
 *     conversation.item.done · response.output_item.done
 * response.done
 * </pre>
 *
 * A model of the second family says what it will do before it calls a tool: two items, and the deltas of the second come
 * before the first is done.
 */
final class Telling {

    private static final String PREAMBLE = "Let me see.";

    private final String id = Ids.response();
    private final ResponseRequest request;
    private final SessionConfig config;
    private final Outbox outbox;
    private final Conversation conversation;
    private final ResponseItem.Told told;

    Telling(ResponseRequest request, SessionConfig config, Vendor vendor, Outbox outbox, Conversation conversation) {
        this.request = request;
        this.config = config;
        this.outbox = outbox;
        this.conversation = conversation;
        this.told = new ResponseItem.Told(id, request, vendor, outbox, conversation);
    }

    String id() {
        return id;
    }

    ResponseRequest request() {
        return request;
    }

    void created() {
        send("response.created", response("in_progress", null, null));
    }

    void cancelled(String reason) {
        done("cancelled", Json.object().put("type", "cancelled").put("reason", reason), List.of());
    }

    void tell(Answer answer) {
        if (answer instanceof Answer.Failed failed) {
            ObjectNode details = Json.object().put("type", "failed");
            details.putObject("error").put("type", "server_error").put("code", failed.code());
            done("failed", details, List.of());
        } else if (answer instanceof Answer.CutShort cut) {
            ObjectNode details = Json.object().put("type", "incomplete").put("reason", "max_output_tokens");
            done("incomplete", details, tell(items(cut.beginning(), "incomplete")));
        } else {
            done("completed", null, tell(items(answer, "completed")));
        }
    }

    private static List<ResponseItem> tell(List<ResponseItem> items) {
        items.forEach(ResponseItem::begin);
        items.forEach(ResponseItem::finish);
        return items;
    }

    private List<ResponseItem> items(Answer answer, String status) {
        boolean reasons = config.family().reasons();
        if (answer instanceof Answer.ToolCall call) {
            return reasons
                    ? List.of(
                            ResponseItem.message(told, 0, "completed", PREAMBLE, "commentary"),
                            ResponseItem.call(told, 1, status, call))
                    : List.of(ResponseItem.call(told, 0, status, call));
        }
        String text = answer instanceof Answer.Text words ? words.text() : "";
        return List.of(ResponseItem.message(told, 0, status, text, reasons ? "final_answer" : null));
    }

    private void done(String status, @Nullable ObjectNode details, List<ResponseItem> items) {
        send("response.done", response(status, details, items));
    }

    private ObjectNode response(String status, @Nullable ObjectNode details, @Nullable List<ResponseItem> items) {
        ObjectNode response = Json.object().put("object", "realtime.response").put("id", id);
        response.put("status", status).set("status_details", details);
        response.putArray("output");
        if (items != null) {
            items.forEach(item -> response.withArray("output").add(item.whole()));
        }
        response.put("conversation_id", request.outOfBand() ? null : conversation.id());
        response.set("output_modalities", request.outputModalities());
        response.set("max_output_tokens", request.maxOutputTokens());
        response.set("audio", Json.object().set("output", config.responseAudio()));
        response.set("usage", items == null ? null : usage(tokens(response.path("output"))));
        response.set("metadata", request.metadata());
        return response;
    }

    private ObjectNode usage(int outputTokens) {
        int inputTokens = tokens(request.input());
        ObjectNode usage = Json.object().put("total_tokens", inputTokens + outputTokens);
        usage.put("input_tokens", inputTokens).put("output_tokens", outputTokens);
        ObjectNode input = usage.putObject("input_token_details").put("text_tokens", inputTokens);
        input.put("audio_tokens", 0).put("image_tokens", 0).put("cached_tokens", 0);
        input.putObject("cached_tokens_details")
                .put("text_tokens", 0)
                .put("audio_tokens", 0)
                .put("image_tokens", 0);
        ObjectNode output = usage.putObject("output_token_details").put("text_tokens", outputTokens);
        output.put("audio_tokens", 0);
        if (config.family().reasons()) {
            output.put("reasoning_tokens", 0);
        }
        return usage;
    }

    private void send(String type, JsonNode response) {
        ObjectNode event = Outbox.event(type);
        event.set("response", response);
        outbox.send(event);
    }

    private static int tokens(JsonNode said) {
        return said.isEmpty() ? 0 : said.toString().length() / Answer.CHARS_A_TOKEN;
    }
}
