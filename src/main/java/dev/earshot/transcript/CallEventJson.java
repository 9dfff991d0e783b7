package dev.earshot.transcript;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON shape of an event: {@code {"v":1,"callId":"c","seq":7,"type":"utteranceFinal","atMs":5120,"track":"t1",…}}.
 * A volatile event is the same without {@code seq}.
 */
public final class CallEventJson {

    private static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final Map<String, Class<?>> DURABLE = Arrays.stream(CallEvent.Durable.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(CallEvent::typeOf, Function.identity()));

    private CallEventJson() {}

    static String durable(String callId, long seq, long atMs, CallEvent.Durable event) {
        return render(envelope(callId, event, atMs, seq));
    }

    /** The JSON of a volatile event, which has no place in the log. */
    public static String shown(String callId, long atMs, CallEvent.Volatile event) {
        return render(envelope(callId, event, atMs, null));
    }

    /**
     * Reads a durable event back.
     *
     * @return empty for what this version does not know: another version, another type, or no event at all
     */
    public static Optional<LoggedEvent> read(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            Class<?> type = DURABLE.get(tree.path("type").asText());
            if (type == null
                    || tree.path("v").asInt() != VERSION
                    || !tree.path("callId").isTextual()
                    || tree.path("seq").asLong() < 1) {
                return Optional.empty();
            }
            CallEvent.Durable event = (CallEvent.Durable) JSON.treeToValue(tree, type);
            return Optional.of(new LoggedEvent(
                    tree.path("callId").asText(),
                    tree.path("seq").asLong(),
                    tree.path("atMs").asLong(),
                    event,
                    json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Any of this package's records as JSON. */
    static String render(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Not renderable: " + value.getClass().getSimpleName(), e);
        }
    }

    /**
     * One of this package's records from JSON.
     *
     * @throws IllegalArgumentException where {@code json} is no such record
     */
    static <T> T parse(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a " + type.getSimpleName(), e);
        }
    }

    static ObjectNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static ObjectNode envelope(String callId, CallEvent event, long atMs, @Nullable Long seq) {
        ObjectNode json = object();
        json.put("v", VERSION).put("callId", callId);
        if (seq != null) {
            json.put("seq", seq);
        }
        json.put("type", event.type()).put("atMs", atMs);
        json.setAll(tree(event));
        return json;
    }

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String value, DeserializationContext context) throws JsonProcessingException {
            try {
                return Instant.parse(value);
            } catch (DateTimeException e) {
                JsonParser parser = context.getParser();
                throw new JsonMappingException(parser, "Not an instant", e);
            }
        }
    }
}
