package dev.earshot.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The protocol named {@code messagepack}: for every message its length and an array of MessagePack. Values are the same trees
 * as in JSON, so that a hub does not see which of the two a client speaks. Beyond JSON, byte strings are binary nodes, and
 * timestamps the text of an instant.
 */
public final class MessagePackHubProtocol implements HubProtocol {

    private static final int FAILED = 1;
    private static final int NOTHING = 2;
    private static final int VALUE = 3;
    /** The record, and the list of arguments in it. */
    private static final int NESTING_OF_ARGUMENTS = 2;

    private final int maxNesting;

    /** @param maxNesting how deep arrays and maps of one record may be nested */
    public MessagePackHubProtocol(int maxNesting) {
        this.maxNesting = maxNesting;
    }

    @Override
    public String name() {
        return "messagepack";
    }

    @Override
    public boolean supports(int version) {
        return version == 1 || version == 2;
    }

    @Override
    public RecordReader newReader(int maxRecordBytes) {
        return new BinaryRecordReader(maxRecordBytes);
    }

    @Override
    public Optional<HubMessage> parse(ByteString record) throws HubProtocolException {
        MessagePackReader in = new MessagePackReader(record.toArray(), maxNesting);
        Items items = new Items(in, in.array());
        long type = items.next().integer();
        Optional<HubMessage> message =
                type == (int) type ? Optional.ofNullable(message(MessageType.of((int) type), items)) : Optional.empty();
        items.skipRest();
        in.end();
        return message;
    }

    private static @Nullable HubMessage message(@Nullable MessageType type, Items in) throws HubProtocolException {
        if (type == null) {
            return null;
        }
        return switch (type) {
            case INVOCATION -> invocation(in);
            case STREAM_ITEM ->
                new HubMessage.StreamItem(afterHeaders(in).text(), in.next().value(1));
            case COMPLETION -> completion(in);
            case STREAM_INVOCATION -> streamInvocation(in);
            case CANCEL_INVOCATION ->
                new HubMessage.CancelInvocation(afterHeaders(in).text());
            case PING -> new HubMessage.Ping();
            case CLOSE ->
                new HubMessage.Close(
                        in.next().textOrNull(), in.hasNext() && in.next().flag());
            case ACK -> new HubMessage.Ack(in.next().integer());
            case SEQUENCE -> new HubMessage.Sequence(in.next().integer());
        };
    }

    /** Headers are read, and mean nothing to a hub. */
    private static MessagePackReader afterHeaders(Items in) throws HubProtocolException {
        if (!in.next().value(1).isObject()) {
            throw HubProtocolException.malformed("The headers of a message are no map");
        }
        return in.next();
    }

    private static HubMessage invocation(Items in) throws HubProtocolException {
        @Nullable String id = afterHeaders(in).textOrNull();
        return new HubMessage.Invocation(id, in.next().text(), arguments(in), streamIds(in));
    }

    private static HubMessage streamInvocation(Items in) throws HubProtocolException {
        String id = afterHeaders(in).text();
        return new HubMessage.StreamInvocation(id, in.next().text(), arguments(in), streamIds(in));
    }

    private static HubMessage completion(Items in) throws HubProtocolException {
        String id = afterHeaders(in).text();
        long kind = in.next().integer();
        HubMessage.Outcome outcome;
        if (kind == NOTHING) {
            outcome = new HubMessage.Outcome.Nothing();
        } else if (kind == VALUE) {
            outcome = new HubMessage.Outcome.Value(in.next().value(1));
        } else if (kind == FAILED) {
            outcome = new HubMessage.Outcome.Failed(in.next().text());
        } else {
            throw HubProtocolException.malformed("A completion is of no known kind");
        }
        return new HubMessage.Completion(id, outcome);
    }

    private static List<JsonNode> arguments(Items in) throws HubProtocolException {
        MessagePackReader reader = in.next();
        List<JsonNode> arguments = new ArrayList<>();
        for (int left = reader.array(); left > 0; left--) {
            arguments.add(reader.value(NESTING_OF_ARGUMENTS));
        }
        return List.copyOf(arguments);
    }

    /** Not all clients write them where there are none. */
    private static List<String> streamIds(Items in) throws HubProtocolException {
        if (!in.hasNext()) {
            return List.of();
        }
        MessagePackReader reader = in.next();
        List<String> ids = new ArrayList<>();
        for (int left = reader.array(); left > 0; left--) {
            ids.add(reader.text());
        }
        return List.copyOf(ids);
    }

    /** The items of a record: what is asked for has to be there, and what is there beyond it belongs to a later version. */
    private static final class Items {
        private final MessagePackReader in;
        private int left;

        Items(MessagePackReader in, int left) {
            this.in = in;
            this.left = left;
        }

        boolean hasNext() {
            return left > 0;
        }

        MessagePackReader next() throws HubProtocolException {
            if (left == 0) {
                throw HubProtocolException.malformed("A message is too short");
            }
            left--;
            return in;
        }

        void skipRest() throws HubProtocolException {
            while (hasNext()) {
                next().value(1);
            }
        }
    }

    @Override
    public Frame write(HubMessage message) {
        try {
            MessagePackWriter out = new MessagePackWriter();
            write(out, message);
            return Frame.binary(BinaryRecordReader.framed(out.written()));
        } catch (IOException e) {
            throw new UncheckedIOException("A message cannot be written as MessagePack", e);
        }
    }

    private static void write(MessagePackWriter out, HubMessage message) throws IOException {
        if (message instanceof HubMessage.Invocation call) {
            begin(out, 6, MessageType.INVOCATION).noHeaders().text(call.invocationId());
            writeCall(out, call.target(), call.arguments(), call.streamIds());
        } else if (message instanceof HubMessage.StreamInvocation call) {
            begin(out, 6, MessageType.STREAM_INVOCATION).noHeaders().text(call.invocationId());
            writeCall(out, call.target(), call.arguments(), call.streamIds());
        } else if (message instanceof HubMessage.StreamItem item) {
            begin(out, 4, MessageType.STREAM_ITEM)
                    .noHeaders()
                    .text(item.invocationId())
                    .value(item.item());
        } else if (message instanceof HubMessage.Completion completion) {
            writeCompletion(out, completion.invocationId(), completion.outcome());
        } else if (message instanceof HubMessage.CancelInvocation cancel) {
            begin(out, 3, MessageType.CANCEL_INVOCATION).noHeaders().text(cancel.invocationId());
        } else if (message instanceof HubMessage.Ping) {
            begin(out, 1, MessageType.PING);
        } else if (message instanceof HubMessage.Close close) {
            begin(out, 3, MessageType.CLOSE).text(close.error()).flag(close.allowReconnect());
        } else if (message instanceof HubMessage.Ack ack) {
            begin(out, 2, MessageType.ACK).number(ack.sequenceId());
        } else if (message instanceof HubMessage.Sequence sequence) {
            begin(out, 2, MessageType.SEQUENCE).number(sequence.sequenceId());
        }
    }

    private static MessagePackWriter begin(MessagePackWriter out, int items, MessageType type) throws IOException {
        return out.array(items).number(type.wireNumber());
    }

    private static void writeCall(
            MessagePackWriter out, String target, List<JsonNode> arguments, List<String> streamIds) throws IOException {
        out.text(target).array(arguments.size());
        for (JsonNode argument : arguments) {
            out.value(argument);
        }
        out.array(streamIds.size());
        for (String id : streamIds) {
            out.text(id);
        }
    }

    private static void writeCompletion(MessagePackWriter out, String id, HubMessage.Outcome outcome)
            throws IOException {
        boolean empty = outcome instanceof HubMessage.Outcome.Nothing;
        begin(out, empty ? 4 : 5, MessageType.COMPLETION).noHeaders().text(id);
        if (outcome instanceof HubMessage.Outcome.Failed failed) {
            out.number(FAILED).text(failed.error());
        } else if (outcome instanceof HubMessage.Outcome.Value value) {
            out.number(VALUE).value(value.value());
        } else {
            out.number(NOTHING);
        }
    }
}
