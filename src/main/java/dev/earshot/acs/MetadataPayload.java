package dev.earshot.acs;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.earshot.ingress.PcmFormat;
import java.io.IOException;

/** The payload that announces a stream's format. Its {@code length} is not read: senders fill it in wrongly. */
final class MetadataPayload {

    private static final int MAX_ENCODING_CHARS = 32;

    private boolean present;
    private String encoding = PcmFormat.DEFAULT.encoding();
    private int sampleRate;
    private int channels;

    void clear() {
        present = false;
        encoding = PcmFormat.DEFAULT.encoding();
        sampleRate = PcmFormat.DEFAULT.sampleRate();
        channels = PcmFormat.DEFAULT.channels();
    }

    boolean present() {
        return present;
    }

    MediaMessage.Metadata message() {
        return new MediaMessage.Metadata(new PcmFormat(encoding, sampleRate, channels));
    }

    /** Reads the object that the parser stands at; null is as good as absent. */
    void read(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "audio metadata is not an object");
        }
        clear();
        present = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            readMember(name, parser);
        }
    }

    private void readMember(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL
                || parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else if (name.equalsIgnoreCase("encoding")) {
            String text = parser.getText();
            encoding = text.substring(0, Math.min(text.length(), MAX_ENCODING_CHARS));
        } else if (name.equalsIgnoreCase("sampleRate")) {
            sampleRate = parser.getValueAsInt();
        } else if (name.equalsIgnoreCase("channels")) {
            channels = parser.getValueAsInt();
        }
    }
}
