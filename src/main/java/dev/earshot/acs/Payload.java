package dev.earshot.acs;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The object inside a media message that its kind is about. Reused for every message of a socket. */
abstract class Payload {
    private boolean present;

    /** Whether the message had one. */
    final boolean present() {
        return present;
    }

    final void clear() {
        present = false;
        clearMembers();
    }

    /** Reads the object that the parser stands at; null is as good as absent. */
    final void read(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "a payload is not an object");
        }
        clear();
        present = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            readMember(name, parser);
        }
    }

    /** Takes back what is in the members when nothing has been read. */
    abstract void clearMembers();

    /** Reads the value that the parser stands at, or skips it. */
    abstract void readMember(String name, JsonParser parser) throws IOException;
}
