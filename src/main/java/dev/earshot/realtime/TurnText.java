package dev.earshot.realtime;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of the words of one turn, by the parts of its item. Bounded, however long somebody speaks. */
final class TurnText {
    private static final int MAX_PARTS = 8;

    /** Of a turn that goes on and on, the newest words show. */
    private static final int MAX_SHOWN_CHARS = 4096;

    private final Map<Integer, Part> parts = new TreeMap<>();

    private static final class Part {
        private final StringBuilder heard = new StringBuilder();
        private @Nullable String transcript;
        private boolean failed;

        boolean done() {
            return failed || transcript != null;
        }

        String shown() {
            return transcript == null ? heard.toString().strip() : transcript;
        }
    }

    /** False where it says nothing new: the transcript is there already. */
    boolean onDelta(int index, String delta) {
        Part part = part(index);
        if (part == null || part.done() || delta.isEmpty()) {
            return false;
        }
        part.heard.append(delta);
        if (part.heard.length() > 2 * MAX_SHOWN_CHARS) {
            forgetOldestWords(part.heard);
        }
        return true;
    }

    private static void forgetOldestWords(StringBuilder heard) {
        int cut = heard.indexOf(" ", heard.length() - MAX_SHOWN_CHARS);
        heard.replace(0, cut < 0 ? heard.length() - MAX_SHOWN_CHARS : cut, "…");
    }

    /** The first transcript of a part is its last word, even after a failure. */
    boolean onCompleted(int index, String transcript) {
        Part part = part(index);
        if (part == null || part.transcript != null) {
            return false;
        }
        part.transcript = transcript.strip();
        return true;
    }

    void onFailed(int index) {
        Part part = part(index);
        if (part != null) {
            part.failed = true;
        }
    }

    /** Whether every part that has been spoken of has come to its end. */
    boolean complete() {
        return !parts.isEmpty() && parts.values().stream().allMatch(Part::done);
    }

    /** Whether some part was understood. */
    boolean understood() {
        return parts.values().stream().anyMatch(part -> part.transcript != null);
    }

    String transcript() {
        return parts.values().stream()
                .map(part -> part.transcript)
                .filter(text -> text != null && !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    String shown() {
        return parts.values().stream()
                .map(Part::shown)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    void clear() {
        parts.clear();
    }

    private @Nullable Part part(int index) {
        return index < 0 || index >= MAX_PARTS ? null : parts.computeIfAbsent(index, any -> new Part());
    }
}
