package dev.earshot.signalr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads a record that is to be one JSON object in UTF-8, and its members. Malformed is the only thing that can go wrong. */
final class JsonRecords {

    private final ObjectMapper mapper;

    JsonRecords(int maxNesting) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxNesting)
                        .build())
                .build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    ObjectNode parse(ByteString record) throws HubProtocolException {
        try {
            // Decoded here because Jackson would also take UTF-16 and UTF-32 for JSON.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(record.asByteBuffer())
                    .toString();
            if (mapper.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw HubProtocolException.malformed("A record is not JSON");
        }
        throw HubProtocolException.malformed("A record is not a JSON object");
    }

    static JsonNode required(ObjectNode object, String name) throws HubProtocolException {
        JsonNode value = object.get(name);
        if (value == null) {
            throw HubProtocolException.malformed("A record has no member '" + name + "'");
        }
        return value;
    }

    static int integer(ObjectNode object, String name) throws HubProtocolException {
        JsonNode value = required(object, name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(name);
        }
        return value.intValue();
    }

    static long whole(ObjectNode object, String name) throws HubProtocolException {
        JsonNode value = required(object, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name);
        }
        return value.longValue();
    }

    static String text(ObjectNode object, String name) throws HubProtocolException {
        JsonNode value = required(object, name);
        if (!value.isTextual()) {
            throw wrong(name);
        }
        return value.textValue();
    }

    /** Null where it is absent or null itself. */
    static @Nullable String textOrNull(ObjectNode object, String name) throws HubProtocolException {
        return object.hasNonNull(name) ? text(object, name) : null;
    }

    /** False where it is absent. */
    static boolean flag(ObjectNode object, String name) throws HubProtocolException {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name);
        }
        return value.booleanValue();
    }

    static JsonNode array(ObjectNode object, String name) throws HubProtocolException {
        JsonNode value = required(object, name);
        if (!value.isArray()) {
            throw wrong(name);
        }
        return value;
    }

    private static HubProtocolException wrong(String name) {
        return HubProtocolException.malformed("Member '" + name + "' is of the wrong type");
    }
}
