package dev.earshot.acs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.earshot.acs.MediaMessage.Unusable;
import dev.earshot.ingress.MediaAnomaly;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads media messages in one pass over the text, without a tree. Names and kinds match in any case, since official
 * senders differ; {@code kind} decides what a message is, and where there is none, what it contains. Whatever arrives,
 * nothing is thrown. One decoder for each socket: it uses its buffers again.
 */
public final class MediaMessageDecoder {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NAME_CHARS = 256;
    private static final int MAX_NUMBER_CHARS = 64;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .build())
            .build();

    private static final Unusable MALFORMED = new Unusable(MediaAnomaly.MALFORMED_JSON);
    private static final Unusable UNKNOWN = new Unusable(MediaAnomaly.UNKNOWN_KIND);

    private final ParticipantNames names = new ParticipantNames();
    private final AudioDataScanner usual = new AudioDataScanner(names);
    private final AudioPayload audio = new AudioPayload(names);
    private final MetadataPayload metadata = new MetadataPayload();
    private boolean kindGiven;
    private @Nullable MediaKind kind;
    private @Nullable MediaKind firstPayload;

    /** Decodes a message as text. */
    public MediaMessage decode(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            return decode(parser);
        } catch (IOException | RuntimeException unreadable) {
            return unreadable();
        }
    }

    /** Decodes a message as bytes. */
    public MediaMessage decode(byte[] bytes, int from, int length) {
        MediaMessage.Audio frame = usual.scan(bytes, from, length);
        if (frame != null) {
            return frame;
        }
        try (JsonParser parser = JSON.createParser(bytes, from, length)) {
            return decode(parser);
        } catch (IOException | RuntimeException unreadable) {
            return unreadable();
        }
    }

    private MediaMessage decode(JsonParser parser) throws IOException {
        audio.clear();
        metadata.clear();
        kindGiven = false;
        kind = null;
        firstPayload = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return MALFORMED;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            readMember(name, parser);
        }
        return parser.nextToken() == null ? message() : MALFORMED;
    }

    private void readMember(String name, JsonParser parser) throws IOException {
        if (name.equalsIgnoreCase("kind")) {
            readKind(parser);
            return;
        }
        MediaKind payload = MediaKind.named(name);
        if (payload == null) {
            parser.skipChildren();
            return;
        }
        if (firstPayload == null) {
            firstPayload = payload;
        }
        switch (payload) {
            case AUDIO_DATA -> audio.read(parser);
            case AUDIO_METADATA -> metadata.read(parser);
            case DTMF_DATA, TRANSCRIPTION_DATA, TRANSCRIPTION_METADATA -> parser.skipChildren();
        }
    }

    private void readKind(JsonParser parser) throws IOException {
        kindGiven = parser.currentToken() != JsonToken.VALUE_NULL;
        kind = parser.currentToken() == JsonToken.VALUE_STRING ? MediaKind.named(parser.getText()) : null;
        parser.skipChildren();
    }

    private MediaMessage message() {
        MediaKind decided = kindGiven ? kind : firstPayload;
        if (decided == null) {
            return UNKNOWN;
        }
        return switch (decided) {
            case AUDIO_DATA -> audio.present() ? audio.message() : new Unusable(MediaAnomaly.MISSING_DATA);
            case AUDIO_METADATA -> metadata.present() ? metadata.message() : MALFORMED;
            case DTMF_DATA -> new Unusable(MediaAnomaly.DTMF);
            case TRANSCRIPTION_DATA, TRANSCRIPTION_METADATA -> new Unusable(MediaAnomaly.TRANSCRIPTION);
        };
    }

    private MediaMessage unreadable() {
        MediaAnomaly fault = audio.fault();
        return fault == null ? MALFORMED : new Unusable(fault);
    }
}
