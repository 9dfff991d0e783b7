package dev.earshot.signalr;

import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** How hub messages become bytes and back. Implementations have no state of their own and serve any number of connections. */
public interface HubProtocol {

    /** The name that a client asks for in its handshake. */
    String name();

    /** Whether clients that ask for this version of the protocol are understood. */
    boolean supports(int version);

    /**
     * Cuts the bytes of one connection into records.
     *
     * @param maxRecordBytes size of the largest record accepted
     */
    RecordReader newReader(int maxRecordBytes);

    /**
     * Reads one record.
     *
     * @return empty for a message of a type that is not known, which is to be ignored
     * @throws HubProtocolException if the record is malformed; nothing else is thrown, whatever the bytes
     */
    Optional<HubMessage> parse(ByteString record) throws HubProtocolException;

    /** Writes one message, framing included. */
    Frame write(HubMessage message);
}
