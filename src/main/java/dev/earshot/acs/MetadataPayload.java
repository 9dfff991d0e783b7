package dev.earshot.acs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.earshot.ingress.PcmFormat;
import java.io.IOException;

/** The payload that announces a stream's format. Its {@code length} is not read: senders fill it in wrongly. */
final class MetadataPayload extends Payload {

    private static final int MAX_ENCODING_CHARS = 32;

    private String encoding = PcmFormat.DEFAULT.encoding();
    private int sampleRate;
    private int channels;

    @Override
    void clearMembers() {
        encoding = PcmFormat.DEFAULT.encoding();
        sampleRate = PcmFormat.DEFAULT.sampleRate();
        channels = PcmFormat.DEFAULT.channels();
    }

    MediaMessage.Metadata message() {
        return new MediaMessage.Metadata(new PcmFormat(encoding, sampleRate, channels));
    }

    @Override
    void readMember(String name, JsonParser parser) throws IOException {
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
