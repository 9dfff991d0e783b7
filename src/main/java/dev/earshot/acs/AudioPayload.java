package dev.earshot.acs;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaPort;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The payload of an audio frame; base64 goes from the text to bytes without a string in between. */
final class AudioPayload extends Payload {

    private static final int MAX_PARTICIPANT_CHARS = 512;

    private final ParticipantNames names;
    private final ReusedBytes data = new ReusedBytes();
    private @Nullable String participant;
    private long timestampMicros;
    private boolean silent;
    private @Nullable MediaAnomaly fault;

    AudioPayload(ParticipantNames names) {
        this.names = names;
    }

    @Override
    void clearMembers() {
        data.clear();
        participant = null;
        timestampMicros = MediaPort.NO_TIMESTAMP;
        silent = false;
        fault = null;
    }

    /** What was wrong with it, where that has a better name than malformed. */
    @Nullable
    MediaAnomaly fault() {
        return fault;
    }

    MediaMessage.Audio message() {
        return new MediaMessage.Audio(participant, timestampMicros, silent, data.bytes(), data.length());
    }

    @Override
    void readMember(String name, JsonParser parser) throws IOException {
        if (name.equalsIgnoreCase("data")) {
            readData(parser);
        } else if (name.equalsIgnoreCase("timestamp")) {
            timestampMicros = timestamp(parser);
        } else if (name.equalsIgnoreCase("participantRawID")) {
            participant = participant(parser);
        } else if (name.equalsIgnoreCase("silent")) {
            silent = parser.getValueAsBoolean();
        } else {
            parser.skipChildren();
        }
    }

    private void readData(JsonParser parser) throws IOException {
        data.clear();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new JsonParseException(parser, "data is not a string");
        }
        try {
            parser.readBinaryValue(data);
        } catch (JsonEOFException cutShort) {
            throw cutShort;
        } catch (StreamReadException | IllegalArgumentException notBase64) {
            fault = MediaAnomaly.BAD_BASE64;
            throw notBase64;
        }
    }

    private static long timestamp(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return MediaPort.NO_TIMESTAMP;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return MediaPort.BAD_TIMESTAMP;
        }
        return MediaTimestamp.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    private @Nullable String participant(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getTextLength() > MAX_PARTICIPANT_CHARS) {
            throw new JsonParseException(parser, "the participant is not a short string");
        }
        int length = parser.getTextLength();
        return length == 0 ? null : names.of(parser.getTextCharacters(), parser.getTextOffset(), length);
    }
}
