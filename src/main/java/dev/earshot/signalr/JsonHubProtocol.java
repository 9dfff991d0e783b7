package dev.earshot.signalr;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The protocol named {@code json}: a JSON object and the byte 0x1E for every message. Writes no member that is absent, since
 * a null in the place of a member ends the connection with some clients.
 */
public final class JsonHubProtocol implements HubProtocol {

    private static final Frame PING_FRAME = Frame.text("{\"type\":6}" + TextRecordReader.SEPARATOR);
    private static final ObjectMapper WRITER = new ObjectMapper();

    private final JsonRecords records;

    /** @param maxNesting how deep objects and arrays of one record may be nested */
    public JsonHubProtocol(int maxNesting) {
        this.records = new JsonRecords(maxNesting);
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public boolean supports(int version) {
        return version == 1 || version == 2;
    }

    @Override
    public RecordReader newReader(int maxRecordBytes) {
        return new TextRecordReader(maxRecordBytes);
    }

    @Override
    public Optional<HubMessage> parse(ByteString record) throws HubProtocolException {
        ObjectNode object = records.parse(record);
        return Optional.ofNullable(message(MessageType.of(JsonRecords.integer(object, "type")), object));
    }

    private static @Nullable HubMessage message(@Nullable MessageType type, ObjectNode object)
            throws HubProtocolException {
        if (type == null) {
            return null;
        }
        return switch (type) {
            case INVOCATION -> invocation(object);
            case STREAM_ITEM ->
                new HubMessage.StreamItem(
                        JsonRecords.text(object, "invocationId"), JsonRecords.required(object, "item"));
            case COMPLETION -> completion(object);
            case STREAM_INVOCATION -> streamInvocation(object);
            case CANCEL_INVOCATION -> new HubMessage.CancelInvocation(JsonRecords.text(object, "invocationId"));
            case PING -> new HubMessage.Ping();
            case CLOSE ->
                new HubMessage.Close(
                        JsonRecords.textOrNull(object, "error"), JsonRecords.flag(object, "allowReconnect"));
            case ACK -> new HubMessage.Ack(JsonRecords.whole(object, "sequenceId"));
            case SEQUENCE -> new HubMessage.Sequence(JsonRecords.whole(object, "sequenceId"));
        };
    }

    private static HubMessage invocation(ObjectNode object) throws HubProtocolException {
        return new HubMessage.Invocation(
                JsonRecords.textOrNull(object, "invocationId"),
                JsonRecords.text(object, "target"),
                arguments(object),
                streamIds(object));
    }

    private static HubMessage streamInvocation(ObjectNode object) throws HubProtocolException {
        return new HubMessage.StreamInvocation(
                JsonRecords.text(object, "invocationId"),
                JsonRecords.text(object, "target"),
                arguments(object),
                streamIds(object));
    }

    private static HubMessage completion(ObjectNode object) throws HubProtocolException {
        JsonNode result = object.get("result");
        @Nullable String error = JsonRecords.textOrNull(object, "error");
        if (error == null) {
            HubMessage.Outcome outcome =
                    result == null ? new HubMessage.Outcome.Nothing() : new HubMessage.Outcome.Value(result);
            return new HubMessage.Completion(JsonRecords.text(object, "invocationId"), outcome);
        }
        if (result != null) {
            throw HubProtocolException.malformed("A completion has both a result and an error");
        }
        return new HubMessage.Completion(
                JsonRecords.text(object, "invocationId"), new HubMessage.Outcome.Failed(error));
    }

    private static List<JsonNode> arguments(ObjectNode object) throws HubProtocolException {
        List<JsonNode> arguments = new ArrayList<>();
        JsonRecords.array(object, "arguments").forEach(arguments::add);
        return List.copyOf(arguments);
    }

    private static List<String> streamIds(ObjectNode object) throws HubProtocolException {
        if (!object.has("streamIds")) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode id : JsonRecords.array(object, "streamIds")) {
            if (!id.isTextual()) {
                throw HubProtocolException.malformed("A stream id is not a string");
            }
            ids.add(id.textValue());
        }
        return List.copyOf(ids);
    }

    @Override
    public Frame write(HubMessage message) {
        if (message instanceof HubMessage.Ping) {
            return PING_FRAME;
        }
        StringWriter out = new StringWriter();
        try (JsonGenerator json = WRITER.createGenerator(out)) {
            json.writeStartObject();
            writeMembers(json, message);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A message cannot be written as JSON", e);
        }
        return Frame.text(out.append(TextRecordReader.SEPARATOR).toString());
    }

    private static void writeMembers(JsonGenerator json, HubMessage message) throws IOException {
        if (message instanceof HubMessage.Invocation invocation) {
            writeType(json, MessageType.INVOCATION);
            writeIfPresent(json, "invocationId", invocation.invocationId());
            writeCall(json, invocation.target(), invocation.arguments(), invocation.streamIds());
        } else if (message instanceof HubMessage.StreamInvocation invocation) {
            writeType(json, MessageType.STREAM_INVOCATION);
            json.writeStringField("invocationId", invocation.invocationId());
            writeCall(json, invocation.target(), invocation.arguments(), invocation.streamIds());
        } else if (message instanceof HubMessage.StreamItem item) {
            writeType(json, MessageType.STREAM_ITEM);
            json.writeStringField("invocationId", item.invocationId());
            writeNode(json, "item", item.item());
        } else if (message instanceof HubMessage.Completion completion) {
            writeType(json, MessageType.COMPLETION);
            json.writeStringField("invocationId", completion.invocationId());
            writeOutcome(json, completion.outcome());
        } else if (message instanceof HubMessage.CancelInvocation cancel) {
            writeType(json, MessageType.CANCEL_INVOCATION);
            json.writeStringField("invocationId", cancel.invocationId());
        } else if (message instanceof HubMessage.Close close) {
            writeClose(json, close);
        } else if (message instanceof HubMessage.Ack ack) {
            writeType(json, MessageType.ACK);
            json.writeNumberField("sequenceId", ack.sequenceId());
        } else if (message instanceof HubMessage.Sequence sequence) {
            writeType(json, MessageType.SEQUENCE);
            json.writeNumberField("sequenceId", sequence.sequenceId());
        }
    }

    private static void writeType(JsonGenerator json, MessageType type) throws IOException {
        json.writeNumberField("type", type.wireNumber());
    }

    private static void writeCall(JsonGenerator json, String target, List<JsonNode> arguments, List<String> streamIds)
            throws IOException {
        json.writeStringField("target", target);
        json.writeArrayFieldStart("arguments");
        for (JsonNode argument : arguments) {
            WRITER.writeTree(json, argument);
        }
        json.writeEndArray();
        if (!streamIds.isEmpty()) {
            json.writeArrayFieldStart("streamIds");
            for (String id : streamIds) {
                json.writeString(id);
            }
            json.writeEndArray();
        }
    }

    private static void writeOutcome(JsonGenerator json, HubMessage.Outcome outcome) throws IOException {
        if (outcome instanceof HubMessage.Outcome.Value value) {
            writeNode(json, "result", value.value());
        } else if (outcome instanceof HubMessage.Outcome.Failed failed) {
            json.writeStringField("error", failed.error());
        }
    }

    private static void writeClose(JsonGenerator json, HubMessage.Close close) throws IOException {
        writeType(json, MessageType.CLOSE);
        writeIfPresent(json, "error", close.error());
        if (close.allowReconnect()) {
            json.writeBooleanField("allowReconnect", true);
        }
    }

    private static void writeNode(JsonGenerator json, String name, JsonNode value) throws IOException {
        json.writeFieldName(name);
        WRITER.writeTree(json, value);
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
