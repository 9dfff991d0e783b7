package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds a {@code session.updated} against the {@code session.update} that it answers: every value that was asked for must
 * have come back; nothing at all may come back as null or not. What the server adds of its own (defaults, ids, expiry) is its business.
 */
final class Acknowledgement {
    private static final int SHOWN_CHARS = 60;

    private Acknowledgement() {}

    /** One line for each value that came back different, with its path; empty where all that was asked was granted. */
    static List<String> differences(JsonNode asked, JsonNode acknowledged) {
        List<String> found = new ArrayList<>();
        compare("session", asked, acknowledged, found);
        return found;
    }

    private static void compare(String path, JsonNode asked, JsonNode got, List<String> found) {
        if (asked.isObject()) {
            for (Map.Entry<String, JsonNode> member : asked.properties()) {
                compare(path + "." + member.getKey(), member.getValue(), got.path(member.getKey()), found);
            }
        } else if (asked.isArray() && got.isArray() && asked.size() == got.size()) {
            for (int i = 0; i < asked.size(); i++) {
                compare(path + "[" + i + "]", asked.get(i), got.get(i), found);
            }
        } else if (!same(asked, got)) {
            found.add(path + ": asked " + shown(asked) + ", acknowledged " + shown(got));
        }
    }

    private static boolean same(JsonNode asked, JsonNode got) {
        if (asked.isNumber() && got.isNumber()) {
            // 24000 and 24000.0 are the same number, and 0.5 may come back with more digits than a float holds
            return Math.abs(asked.doubleValue() - got.doubleValue()) < 1e-6;
        }
        return asked.isNull() ? got.isNull() || got.isMissingNode() : asked.equals(got);
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
