package dev.earshot.acs;

import dev.earshot.ingress.MediaPort;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads the message that nearly all are, {@code {"kind":"AudioData","audioData":{…}}} with the four members that the platform
 * documents, in any order and spacing. Whatever else it meets (another name or case, an escape, a null, a member twice) it
 * leaves to the full decoder, so it never judges: what it does read, that one would read the same way. It exists because this
 * message comes fifty times a second for each track, and a parser made anew each time costs more than the audio in it.
 */
final class AudioDataScanner {

    private static final int MAX_TEXT = 512;
    private static final byte[] KIND = ascii("kind");
    private static final byte[] AUDIO_DATA_KIND = ascii("AudioData");
    private static final byte[] AUDIO_DATA = ascii("audioData");
    private static final byte[] TIMESTAMP = ascii("timestamp");
    private static final byte[] PARTICIPANT = ascii("participantRawID");
    private static final byte[] DATA = ascii("data");
    private static final byte[] SILENT = ascii("silent");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final Base64.Decoder BASE64 = Base64.getDecoder();

    private final ParticipantNames names;
    private final char[] text = new char[MAX_TEXT];

    /** The JDK decodes whole arrays only; frames are nearly all of one size, so this one is made once. */
    private byte[] encoded = {};

    private byte[] pcm = {};
    private byte[] bytes = {};
    private int at;
    private int end;

    private boolean kindRead;
    private boolean audioRead;
    private boolean timestampRead;
    private boolean participantRead;
    private boolean silentRead;
    private @Nullable String participant;
    private long timestampMicros;
    private boolean silent;
    private int pcmLength;

    AudioDataScanner(ParticipantNames names) {
        this.names = names;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The frame, or null where the message is not of the usual form. The PCM is valid until the next message. */
    MediaMessage.@Nullable Audio scan(byte[] message, int from, int length) {
        bytes = message;
        at = from;
        end = from + length;
        clear();
        boolean usual = members(true) && kindRead && audioRead && pcmLength > 0;
        skipSpace();
        return usual && at == end ? new MediaMessage.Audio(participant, timestampMicros, silent, pcm, pcmLength) : null;
    }

    private void clear() {
        kindRead = false;
        audioRead = false;
        timestampRead = false;
        participantRead = false;
        silentRead = false;
        participant = null;
        timestampMicros = MediaPort.NO_TIMESTAMP;
        silent = false;
        pcmLength = 0;
    }

    /** An object from its brace to its brace: the whole message, or the payload in it. */
    private boolean members(boolean outer) {
        if (!next('{')) {
            return false;
        }
        do {
            if (!next('"') || !(outer ? outerMember() : audioMember())) {
                return false;
            }
        } while (next(','));
        return next('}');
    }

    private boolean outerMember() {
        if (!kindRead && name(KIND)) {
            kindRead = true;
            return next('"') && literal(AUDIO_DATA_KIND) && here('"');
        }
        if (!audioRead && name(AUDIO_DATA)) {
            audioRead = true;
            return members(false);
        }
        return false;
    }

    private boolean audioMember() {
        if (pcmLength == 0 && name(DATA)) {
            return next('"') && data();
        }
        if (!timestampRead && name(TIMESTAMP)) {
            timestampRead = true;
            return next('"') && timestamp();
        }
        if (!participantRead && name(PARTICIPANT)) {
            participantRead = true;
            return next('"') && participant();
        }
        if (!silentRead && name(SILENT)) {
            silentRead = true;
            skipSpace();
            silent = literal(TRUE);
            return silent || literal(FALSE);
        }
        return false;
    }

    private boolean timestamp() {
        int length = plainText();
        if (length < 0) {
            return false;
        }
        timestampMicros = MediaTimestamp.parse(text, 0, length);
        return true;
    }

    private boolean participant() {
        int length = plainText();
        if (length < 0) {
            return false;
        }
        participant = length == 0 ? null : names.of(text, 0, length);
        return true;
    }

    /** The rest of a string of printable ASCII without escapes, into {@code text}; its length, or -1. */
    private int plainText() {
        int length = 0;
        while (at < end && length < MAX_TEXT) {
            byte next = bytes[at++];
            if (next == '"') {
                return length;
            }
            if (next < ' ' || next == '\\') {
                return -1;
            }
            text[length++] = (char) next;
        }
        return -1;
    }

    /** A string of base64. Its end is looked for first where the last one's was: no quote is base64, so none before it is missed. */
    private boolean data() {
        int close = at + encoded.length;
        if (encoded.length == 0 || close >= end || bytes[close] != '"') {
            close = at;
            while (close < end && bytes[close] != '"') {
                close++;
            }
        }
        int length = close - at;
        if (close >= end || length == 0 || length % 4 != 0) {
            return false;
        }
        decode(length);
        at = close + 1;
        return pcmLength > 0;
    }

    private void decode(int length) {
        if (encoded.length != length) {
            encoded = new byte[length];
            pcm = new byte[length / 4 * 3];
        }
        System.arraycopy(bytes, at, encoded, 0, length);
        try {
            pcmLength = BASE64.decode(encoded, pcm);
        } catch (IllegalArgumentException notBase64) {
            pcmLength = 0;
        }
    }

    /** A member's name after its opening quote, and the colon. */
    private boolean name(byte[] expected) {
        int before = at;
        if (literal(expected) && here('"') && next(':')) {
            return true;
        }
        at = before;
        return false;
    }

    private boolean literal(byte[] expected) {
        int after = at + expected.length;
        if (after > end || !Arrays.equals(bytes, at, after, expected, 0, expected.length)) {
            return false;
        }
        at = after;
        return true;
    }

    private boolean next(char expected) {
        skipSpace();
        return here(expected);
    }

    private boolean here(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }
}
