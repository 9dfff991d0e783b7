package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The {@code response} of a checked {@code response.create}.
 *
 * @param outOfBand answered beside the conversation, which stays as it is
 * @param input the context: items of this request or, where it has none, of the conversation
 * @param metadata echoed in the response's events; a JSON null where there is none
 */
record ResponseRequest(
        boolean outOfBand,
        JsonNode metadata,
        JsonNode outputModalities,
        JsonNode maxOutputTokens,
        JsonNode input,
        JsonNode tools) {

    private static final Set<String> KNOWN = Set.of(
            "conversation",
            "metadata",
            "output_modalities",
            "instructions",
            "input",
            "tools",
            "tool_choice",
            "max_output_tokens",
            "audio",
            "prompt");

    /** What only models know that reason. */
    private static final Set<String> REASONING = Set.of("reasoning", "parallel_tool_calls");

    private static final int MOST_METADATA = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;

    /** {@code event}: a {@code response.create}; what it leaves out is the session's, or the conversation's. */
    static ResponseRequest of(ObjectNode event, SessionConfig config, Conversation conversation)
            throws RejectedException {
        JsonNode response = event.path("response");
        for (Iterator<String> names = response.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)
                    && !(REASONING.contains(name) && config.family().reasons())) {
                throw RejectedException.unknown("response." + name);
            }
        }
        JsonNode tokens =
                response.has("max_output_tokens") ? response.path("max_output_tokens") : config.maxOutputTokens();
        SessionUpdate.checkTokens(tokens, "response.max_output_tokens");
        return new ResponseRequest(
                outOfBand(response.path("conversation")),
                metadata(response.path("metadata")),
                response.path("output_modalities").isArray()
                        ? response.path("output_modalities")
                        : config.outputModalities(),
                tokens,
                input(response, conversation),
                response.has("tools") ? response.path("tools") : config.tools());
    }

    /** Tokens that the answer may have. */
    int mostTokens() {
        return maxOutputTokens.isInt() ? maxOutputTokens.asInt() : Integer.MAX_VALUE;
    }

    boolean spoken() {
        return outputModalities.path(0).asText().equals("audio");
    }

    /** The given context with the items that it refers to; without one, the conversation. */
    private static JsonNode input(JsonNode response, Conversation conversation) throws RejectedException {
        ArrayNode input = Json.object().putArray("input");
        if (!response.path("input").isArray()) {
            return input.addAll(conversation.items());
        }
        for (JsonNode item : response.path("input")) {
            if (item.path("type").asText().equals("item_reference")) {
                input.add(conversation.referred(item.path("id").asText()));
            } else {
                Conversation.check(item, "response.input");
                input.add(item);
            }
        }
        return input;
    }

    private static boolean outOfBand(JsonNode conversation) throws RejectedException {
        String text = conversation.asText("auto");
        if (!text.equals("none") && !text.equals("auto")) {
            throw RejectedException.invalid(
                    "response.conversation", "Invalid value: '" + text + "'. Supported values are: 'auto' and 'none'.");
        }
        return text.equals("none");
    }

    private static JsonNode metadata(JsonNode metadata) throws RejectedException {
        if (metadata.isMissingNode() || metadata.isNull()) {
            return Json.object().nullNode();
        }
        if (!metadata.isObject() || metadata.size() > MOST_METADATA) {
            throw RejectedException.invalid("response.metadata", "Expected an object of at most 16 pairs.");
        }
        for (Map.Entry<String, JsonNode> pair : metadata.properties()) {
            if (pair.getKey().length() > LONGEST_KEY
                    || !pair.getValue().isTextual()
                    || pair.getValue().asText().length() > LONGEST_VALUE) {
                throw RejectedException.invalid(
                        "response.metadata." + pair.getKey(), "Expected a text of at most 512 characters.");
            }
        }
        return metadata;
    }
}
