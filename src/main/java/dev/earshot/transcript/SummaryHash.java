package dev.earshot.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A call's summary as the fields of a Redis hash: texts and numbers as they are, the tracks as JSON. */
final class SummaryHash {

    private static final String TRACKS = "tracks";

    private SummaryHash() {}

    static Map<String, String> fields(CallSummary summary) {
        Map<String, String> fields = new HashMap<>();
        CallEventJson.tree(summary)
                .properties()
                .forEach(member -> fields.put(member.getKey(), field(member.getValue())));
        return fields;
    }

    /** Empty where the hash is not there, or not a summary. */
    static Optional<CallSummary> summary(Map<String, String> fields) {
        // What earlier versions did not count.
        ObjectNode json = CallEventJson.object().put("hintsInTime", 0).put("hintsOpen", 0);
        fields.forEach(json::put);
        try {
            json.set(TRACKS, CallEventJson.parse(fields.getOrDefault(TRACKS, "[]"), JsonNode.class));
            return Optional.of(CallEventJson.parse(json.toString(), CallSummary.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String field(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
