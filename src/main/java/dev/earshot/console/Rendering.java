package dev.earshot.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.transcript.CallCursor;
import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.StoreFailure;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON that hub and REST share. */
final class Rendering {
    private Rendering() {}

    /** {@code {"calls":[…]}}. */
    static String calls(List<CallSummary> calls) {
        return "{" + member(calls) + "}";
    }

    /**
     * {@code {"calls":[…],"next":"…","missing":"storeAway"}}, without {@code next} where nothing follows, and without {@code
     * missing} where nothing is.
     */
    static String page(CallPage page) {
        CallCursor next = page.next();
        StoreFailure missing = page.missing();
        return "{" + member(page.calls())
                + (next == null ? "" : ",\"next\":\"" + next.text() + "\"")
                + (missing == null ? "" : ",\"missing\":\"" + missing.wireName() + "\"")
                + "}";
    }

    private static String member(List<CallSummary> calls) {
        return calls.stream().map(CallSummary::rendered).collect(Collectors.joining(",", "\"calls\":[", "]"));
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
