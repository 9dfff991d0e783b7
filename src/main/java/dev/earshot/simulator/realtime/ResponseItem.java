package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of a response on its way to the client: first it appears, with its deltas, and later it is done. */
abstract class ResponseItem {

    /** What a voice takes to say anything, in milliseconds: this server is not a speaker. */
    static final int SPOKEN_MS = 100;

    private static final String SILENCE = Base64.getEncoder().encodeToString(new byte[SPOKEN_MS * 48]);

    private final Told told;
    private final int index;
    private final String status;
    private @Nullable String previous;

    /** What the items of one response have in common. */
    record Told(String responseId, ResponseRequest request, Vendor vendor, Outbox outbox, Conversation conversation) {}

    ResponseItem(Told told, int index, String status) {
        this.told = told;
        this.index = index;
        this.status = status;
    }

    /** Words, written or spoken; {@code phase}: null for models that have none. */
    static ResponseItem message(Told told, int index, String status, String text, @Nullable String phase) {
        return new Message(told, index, status, text, phase);
    }

    static ResponseItem call(Told told, int index, String status, Answer.ToolCall call) {
        return new Call(told, index, status, call);
    }

    /** The item appears, and its deltas. */
    final void begin() {
        ObjectNode item = item("in_progress", false);
        previous = told.request().outOfBand() ? null : told.conversation().last();
        told.outbox().send(output("response.output_item.added").set("item", item.deepCopy()));
        if (told.request().outOfBand()) {
            told.conversation().announce("conversation.item.added", item, null);
        } else {
            told.conversation().added(item);
        }
        sendDeltas();
    }

    /** All that says that the item is whole; in the conversation before in the response. */
    final void finish() {
        sendDone();
        if (told.request().outOfBand()) {
            told.conversation().announce("conversation.item.done", whole(), null);
        } else {
            told.conversation().done(whole(), previous);
        }
        told.outbox().send(output("response.output_item.done").set("item", whole()));
    }

    final ObjectNode whole() {
        return item(status, true);
    }

    abstract ObjectNode item(String currentStatus, boolean filled);

    abstract void sendDeltas();

    abstract void sendDone();

    private ObjectNode output(String type) {
        return Outbox.event(type).put("response_id", told.responseId()).put("output_index", index);
    }

    /** Text in the pieces it is told in: a word each, with the space before it. */
    private static List<String> pieces(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?= )"));
    }

    private static final class Message extends ResponseItem {
        private final String id = Ids.item();
        private final Told told;
        private final String text;
        private final @Nullable String phase;
        private final boolean spoken;

        Message(Told told, int index, String status, String text, @Nullable String phase) {
            super(told, index, status);
            this.told = told;
            this.text = text;
            this.phase = phase;
            this.spoken = told.request().spoken();
        }

        @Override
        ObjectNode item(String currentStatus, boolean filled) {
            ObjectNode item = Conversation.message(id, "assistant", currentStatus);
            if (filled) {
                item.withArray("content")
                        .addObject()
                        .put("type", spoken ? "output_audio" : "output_text")
                        .put(field(), text);
            }
            return phase == null ? item : item.put("phase", phase);
        }

        @Override
        void sendDeltas() {
            sendPart("response.content_part.added", "");
            for (String delta : pieces(text)) {
                told.outbox()
                        .send(content(words() + ".delta")
                                .put("delta", delta)
                                .put("obfuscation", Transcripts.obfuscation(delta)));
            }
            if (spoken) {
                told.outbox().send(content("response.output_audio.delta").put("delta", SILENCE));
            }
        }

        @Override
        void sendDone() {
            if (spoken) {
                told.outbox().send(content("response.output_audio.done"));
            }
            told.outbox().send(content(words() + ".done").put(field(), text));
            sendPart("response.content_part.done", text);
        }

        /** A content part is of type {@code text}, the same content in an item of type {@code output_text}. */
        private void sendPart(String type, String said) {
            ObjectNode part =
                    Json.object().put("type", spoken ? "audio" : "text").put(field(), said);
            ObjectNode event = content(type);
            event.set("part", part);
            if (told.vendor() == Vendor.AZURE) {
                event.set("content", part);
            }
            told.outbox().send(event);
        }

        private String field() {
            return spoken ? "transcript" : "text";
        }

        private String words() {
            return spoken ? "response.output_audio_transcript" : "response.output_text";
        }

        private ObjectNode content(String type) {
            return ofItem(type, id).put("content_index", 0);
        }
    }

    private static final class Call extends ResponseItem {
        private final String id = Ids.item();
        private final String callId = Ids.call();
        private final Told told;
        private final Answer.ToolCall call;

        Call(Told told, int index, String status, Answer.ToolCall call) {
            super(told, index, status);
            this.told = told;
            this.call = call;
        }

        @Override
        ObjectNode item(String currentStatus, boolean filled) {
            ObjectNode item = Json.object().put("id", id).put("type", "function_call");
            item.put("status", currentStatus).put("name", call.name()).put("call_id", callId);
            return item.put("arguments", filled ? call.arguments() : "");
        }

        @Override
        void sendDeltas() {
            for (String delta : pieces(call.arguments())) {
                told.outbox()
                        .send(ofItem("response.function_call_arguments.delta", id)
                                .put("call_id", callId)
                                .put("delta", delta)
                                .put("obfuscation", Transcripts.obfuscation(delta)));
            }
        }

        @Override
        void sendDone() {
            told.outbox()
                    .send(ofItem("response.function_call_arguments.done", id)
                            .put("call_id", callId)
                            .put("name", call.name())
                            .put("arguments", call.arguments()));
        }
    }

    final ObjectNode ofItem(String type, String itemId) {
        return Outbox.event(type)
                .put("response_id", told.responseId())
                .put("item_id", itemId)
                .put("output_index", index);
    }
}
