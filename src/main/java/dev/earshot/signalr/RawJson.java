package dev.earshot.signalr;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * Text that is JSON already, so that one rendering can go to many connections. Only the separator of records is looked
 * for: that the text is well-formed is the caller's word.
 *
 * @param json one JSON value
 */
public record RawJson(@JsonRawValue @JsonValue String json) {

    public RawJson {
        if (json.isEmpty() || json.indexOf(TextRecordReader.SEPARATOR) >= 0) {
            throw new IllegalArgumentException("Not a JSON text");
        }
    }

    /** The same as a tree of one opaque node. */
    public JsonNode toNode() {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(json));
    }
}
