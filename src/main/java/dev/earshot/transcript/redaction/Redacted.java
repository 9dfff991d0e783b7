package dev.earshot.transcript.redaction;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text from which something may have been taken.
 *
 * @param text a mark such as {@code [card]} stands where something was
 * @param counts how much was taken, by the name of its kind; empty where nothing was
 */
public record Redacted(String text, Map<String, Integer> counts) {

    public Redacted {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }
}
