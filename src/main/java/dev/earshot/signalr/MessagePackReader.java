package dev.earshot.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads one record of MessagePack from somebody unknown. Eight bytes can claim to be an array of two thousand million items:
 * every declared size is held against the bytes that are left before room is made for it, and nesting has a bound. Malformed
 * is the only thing that can go wrong.
 */
final class MessagePackReader {

    private static final byte TIMESTAMP = -1;

    private final MessageUnpacker in;
    private final int size;
    private final int maxNesting;

    /** @param maxNesting how deep arrays and maps may be nested, the record itself included */
    MessagePackReader(byte[] record, int maxNesting) {
        this.in = MessagePack.newDefaultUnpacker(record);
        this.size = record.length;
        this.maxNesting = maxNesting;
    }

    /** How many items the array has that begins here. */
    int array() throws HubProtocolException {
        return reading(() -> fitting(in.unpackArrayHeader(), 1));
    }

    long integer() throws HubProtocolException {
        return reading(in::unpackLong);
    }

    boolean flag() throws HubProtocolException {
        return reading(in::unpackBoolean);
    }

    String text() throws HubProtocolException {
        return reading(this::string);
    }

    @Nullable
    String textOrNull() throws HubProtocolException {
        boolean nil = reading(in::tryUnpackNil);
        return nil ? null : text();
    }

    /** @param nesting of arrays around it */
    JsonNode value(int nesting) throws HubProtocolException {
        return reading(() -> tree(nesting));
    }

    /** Nothing may follow the record's own array. */
    void end() throws HubProtocolException {
        if (left() > 0) {
            throw HubProtocolException.malformed("A record goes on after its end");
        }
    }

    private interface Reading<T> {
        T read() throws IOException, HubProtocolException;
    }

    private static <T> T reading(Reading<T> reading) throws HubProtocolException {
        try {
            return reading.read();
        } catch (IOException | MessagePackException | DateTimeException e) {
            throw HubProtocolException.malformed("A record is not the MessagePack that it should be");
        }
    }

    private JsonNode tree(int nesting) throws IOException, HubProtocolException {
        ValueType type = in.getNextFormat().getValueType();
        return switch (type) {
            case NIL -> {
                in.unpackNil();
                yield NullNode.getInstance();
            }
            case BOOLEAN -> BooleanNode.valueOf(in.unpackBoolean());
            case INTEGER -> wholeNumber();
            case FLOAT -> DoubleNode.valueOf(in.unpackDouble());
            case STRING -> TextNode.valueOf(string());
            case BINARY -> BinaryNode.valueOf(in.readPayload(fitting(in.unpackBinaryHeader(), 1)));
            case ARRAY -> items(within(nesting + 1));
            case MAP -> members(within(nesting + 1));
            case EXTENSION -> timestamp();
        };
    }

    private JsonNode wholeNumber() throws IOException {
        if (in.getNextFormat() == MessageFormat.UINT64) {
            BigInteger value = in.unpackBigInteger();
            return value.bitLength() < Long.SIZE ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
        }
        long value = in.unpackLong();
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    private String string() throws IOException, HubProtocolException {
        byte[] utf8 = in.readPayload(fitting(in.unpackRawStringHeader(), 1));
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    private JsonNode items(int nesting) throws IOException, HubProtocolException {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (int left = fitting(in.unpackArrayHeader(), 1); left > 0; left--) {
            items.add(tree(nesting));
        }
        return items;
    }

    private JsonNode members(int nesting) throws IOException, HubProtocolException {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (int left = fitting(in.unpackMapHeader(), 2); left > 0; left--) {
            String name = name();
            members.set(name, tree(nesting));
        }
        return members;
    }

    /** Some clients have maps whose keys are numbers. */
    private String name() throws IOException, HubProtocolException {
        return in.getNextFormat().getValueType() == ValueType.INTEGER
                ? wholeNumber().asText()
                : string();
    }

    /** An instant is what JSON makes of it; no other extension is known. */
    private JsonNode timestamp() throws IOException, HubProtocolException {
        ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
        fitting(header.getLength(), 1);
        if (header.getType() != TIMESTAMP) {
            throw HubProtocolException.malformed("A record has an extension type that is not known");
        }
        return TextNode.valueOf(in.unpackTimestamp(header).toString());
    }

    /** @param least bytes that each of so many takes */
    private int fitting(int declared, int least) throws HubProtocolException {
        if (declared < 0 || (long) declared * least > left()) {
            throw HubProtocolException.malformed("A record declares more than it has");
        }
        return declared;
    }

    private int within(int nesting) throws HubProtocolException {
        if (nesting > maxNesting) {
            throw HubProtocolException.malformed("A record is nested too deep");
        }
        return nesting;
    }

    private long left() {
        return size - in.getTotalReadBytes();
    }
}
