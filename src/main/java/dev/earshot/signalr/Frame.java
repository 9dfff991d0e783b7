package dev.earshot.signalr;

import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.util.ByteString;

/**
 * One record on its way out: a whole WebSocket message, because clients do not put a record together from several.
 *
 * @param message strict
 * @param bytes size of the payload on the wire, in bytes
 */
public record Frame(Message message, int bytes) {

    static Frame text(String text) {
        return new Frame(TextMessage.create(text), utf8Length(text));
    }

    static Frame binary(ByteString bytes) {
        return new Frame(BinaryMessage.create(bytes), bytes.size());
    }

    private static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                length += 1; // a pair is four bytes
            } else if (c > 0x7ff) {
                length += 2;
            } else if (c > 0x7f) {
                length += 1;
            }
        }
        return length;
    }
}
