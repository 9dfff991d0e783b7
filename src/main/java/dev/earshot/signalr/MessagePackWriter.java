package dev.earshot.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Writes one record of MessagePack. Numbers take the fewest bytes; text that is already JSON becomes what it says. */
final class MessagePackWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageBufferPacker out = MessagePack.newDefaultBufferPacker();

    MessagePackWriter array(int items) throws IOException {
        out.packArrayHeader(items);
        return this;
    }

    /** The headers that a message may have, and never has. */
    MessagePackWriter noHeaders() throws IOException {
        out.packMapHeader(0);
        return this;
    }

    MessagePackWriter number(long value) throws IOException {
        out.packLong(value);
        return this;
    }

    MessagePackWriter flag(boolean value) throws IOException {
        out.packBoolean(value);
        return this;
    }

    MessagePackWriter text(@Nullable String value) throws IOException {
        if (value == null) {
            out.packNil();
        } else {
            out.packString(value);
        }
        return this;
    }

    MessagePackWriter value(JsonNode value) throws IOException {
        switch (value.getNodeType()) {
            case NULL, MISSING -> out.packNil();
            case BOOLEAN -> out.packBoolean(value.booleanValue());
            case STRING -> out.packString(value.textValue());
            case NUMBER -> pack(value);
            case BINARY -> bytes(value.binaryValue());
            case ARRAY -> items(value);
            case OBJECT -> members(value);
            case POJO -> value(tree(((POJONode) value).getPojo()));
        }
        return this;
    }

    private void pack(JsonNode number) throws IOException {
        if (!number.isIntegralNumber()) {
            out.packDouble(number.doubleValue());
        } else if (number.canConvertToLong()) {
            out.packLong(number.longValue());
        } else if (number.bigIntegerValue().signum() > 0
                && number.bigIntegerValue().bitLength() <= Long.SIZE) {
            out.packBigInteger(number.bigIntegerValue());
        } else {
            out.packDouble(number.doubleValue()); // the format has no larger whole numbers
        }
    }

    private void bytes(byte[] value) throws IOException {
        out.packBinaryHeader(value.length);
        out.writePayload(value);
    }

    private void items(JsonNode array) throws IOException {
        out.packArrayHeader(array.size());
        for (JsonNode item : array) {
            value(item);
        }
    }

    private void members(JsonNode object) throws IOException {
        out.packMapHeader(object.size());
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            out.packString(member.getKey());
            value(member.getValue());
        }
    }

    private static JsonNode tree(@Nullable Object embedded) throws IOException {
        return embedded instanceof RawValue raw
                ? JSON.readTree(String.valueOf(raw.rawValue()))
                : JSON.valueToTree(embedded);
    }

    byte[] written() throws IOException {
        out.close();
        return out.toByteArray();
    }
}
