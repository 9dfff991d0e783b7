package dev.earshot;

import dev.earshot.transcript.redaction.RedactionRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is taken out of what was said, by the settings; nothing, unless they say so. */
final class RedactionSettings {

    private static final String KINDS = "earshot.redaction.kinds";
    private static final String PATTERNS = "earshot.redaction.patterns";

    private RedactionSettings() {}

    static RedactionRules read(CheckedConfig checked) {
        List<String> kinds = Stream.of(checked.text(KINDS).split(",", -1))
                .map(String::strip)
                .filter(kind -> !kind.isEmpty())
                .toList();
        Map<String, String> patterns =
                checked.texts(PATTERNS, "patterns by their names, such as {order = \"ORD-[0-9]{6}\"}");
        try {
            return RedactionRules.of(kinds, patterns)
                    .orElseThrow(() -> checked.refused(
                            KINDS,
                            "any of " + String.join(", ", RedactionRules.known())
                                    + " with commas between, or nothing"));
        } catch (IllegalArgumentException e) {
            throw checked.refused(PATTERNS, String.valueOf(e.getMessage()));
        }
    }
}
