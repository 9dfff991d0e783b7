package dev.earshot.signalr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** The first record of each side: the client names a protocol, the server takes it or says why not. JSON for any protocol. */
final class Handshake {

    private static final int MAX_NESTING = 8;
    private static final JsonRecords RECORDS = new JsonRecords(MAX_NESTING);

    /** The answer to a handshake that is accepted. A text frame, which all clients understand, whatever follows it. */
    static final Frame ACCEPTED = Frame.text("{}" + TextRecordReader.SEPARATOR);

    private Handshake() {}

    /** What a handshake asked for, judged. */
    sealed interface Verdict {
        /** From here on, both sides speak this version of this protocol. */
        record Accepted(HubProtocol protocol, int version) implements Verdict {

            /** The second version is the first with acknowledgements, and asked for by clients that want to resume. */
            boolean withAcknowledgements() {
                return version >= 2;
            }
        }

        /** The text is meant for the client. */
        record Refused(String error) implements Verdict {}
    }

    static Verdict judge(ByteString record, List<HubProtocol> protocols) {
        String name;
        int version;
        try {
            ObjectNode request = RECORDS.parse(record);
            name = JsonRecords.text(request, "protocol");
            version = JsonRecords.integer(request, "version");
        } catch (HubProtocolException e) {
            return new Verdict.Refused("The first message was not a handshake request.");
        }
        for (HubProtocol protocol : protocols) {
            if (protocol.name().equals(name)) {
                return protocol.supports(version)
                        ? new Verdict.Accepted(protocol, version)
                        : new Verdict.Refused("The server does not support version %d of the '%s' protocol."
                                .formatted(version, name));
            }
        }
        return new Verdict.Refused("The protocol '%s' is not supported.".formatted(name));
    }

    static Frame refused(String error) {
        ObjectNode response = JsonNodeFactory.instance.objectNode().put("error", error);
        return Frame.text(response.toString() + TextRecordReader.SEPARATOR);
    }
}
