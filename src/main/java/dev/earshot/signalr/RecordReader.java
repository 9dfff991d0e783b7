package dev.earshot.signalr;

import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * Cuts a stream of bytes into records, wherever the sender cut it into WebSocket messages. Belongs to one connection. What it
 * holds is bounded by the largest record plus the bytes last appended.
 */
public interface RecordReader {

    /** Adds bytes as they came in. */
    void append(ByteString bytes);

    /**
     * Takes the next whole record, without its framing.
     *
     * @return empty if more bytes are needed
     * @throws HubProtocolException if the record is, or is going to be, too large
     */
    Optional<ByteString> next() throws HubProtocolException;

    /** Takes everything after the record taken last. */
    ByteString rest();
}
