package dev.earshot.acs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON from outside, bounded in depth and in the length of its parts. Whoever reads its text bounds that. */
public final class BoundedJson {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT_CHARS = 256 * 1_024;
    private static final int MAX_NUMBER_CHARS = 64;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT_CHARS)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private BoundedJson() {}

    /** Empty for what is no JSON, or exceeds a bound. */
    public static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(tree -> !tree.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What an array holds, or the object that stands alone where one of an array may; empty for anything else. */
    public static Optional<List<JsonNode>> readAll(String text) {
        return read(text).filter(JsonNode::isContainerNode).map(tree -> {
            List<JsonNode> all = new ArrayList<>();
            (tree.isArray() ? tree : List.of(tree)).forEach(all::add);
            return all;
        });
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The text of a member; empty where there is none, or it is no text. */
    public static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isTextual() ? value.textValue() : "";
    }
}
