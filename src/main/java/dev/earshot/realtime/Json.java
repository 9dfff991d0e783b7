package dev.earshot.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The package's JSON: what comes from outside is bounded in depth and in the length of its parts. */
final class Json {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT_CHARS = 1 << 20;
    private static final int MAX_NUMBER_CHARS = 64;

    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT_CHARS)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** A JSON string, with its quotes. */
    static String text(String value) {
        return MAPPER.getNodeFactory().textNode(value).toString();
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
