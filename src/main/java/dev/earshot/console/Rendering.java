package dev.earshot.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.transcript.CallSummary;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON that hub and REST share. */
final class Rendering {
    private Rendering() {}

    static String calls(List<CallSummary> calls) {
        return calls.stream().map(CallSummary::rendered).collect(Collectors.joining(",", "{\"calls\":[", "]}"));
    }

    static String error(String code, String message) {
        ObjectNode body = object();
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
