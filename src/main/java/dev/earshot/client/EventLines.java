package dev.earshot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Events of a call as lines to read, in the order of its log. */
final class EventLines {

    private final Map<String, String> speakers = new HashMap<>();
    private final Map<String, String> hints = new HashMap<>();

    /** The line of the next event; empty for one that says nothing to a reader. */
    Optional<String> of(JsonNode event) {
        return Optional.ofNullable(
                        switch (event.path("type").asText()) {
                            case "callStarted" -> "started " + text(event, "startedAt");
                            case "trackJoined" -> joined(event);
                            case "speakerChanged" -> changed(event);
                            case "utteranceFinal" -> said(event);
                            case "hintOffered" -> offered(event);
                            case "hintWithdrawn" -> "    hint withdrawn (" + text(event, "cause") + "): " + hint(event);
                            case "hintOutcome" -> "    hint " + text(event, "outcome") + ": " + hint(event);
                            case "itemCovered" -> "    covered: " + text(event, "item");
                            case "audioGap" -> gap(event);
                            case "flagged" -> "flagged " + text(event, "note");
                            case "sessionChanged" -> "session " + track(event) + text(event, "state") + cause(event);
                            case "connectionChanged" -> "phone " + text(event, "state") + cause(event);
                            case "callEnded" -> "ended: " + text(event, "cause");
                            default -> null;
                        })
                .map(line -> CallTime.text(event.path("atMs").asLong()) + "  " + line);
    }

    private String joined(JsonNode event) {
        speakers.put(text(event, "track"), text(event, "speaker"));
        return "track " + text(event, "track") + " is heard: " + text(event, "speaker");
    }

    private String changed(JsonNode event) {
        speakers.put(text(event, "track"), text(event, "speaker"));
        return "track " + text(event, "track") + " is " + text(event, "speaker") + ", not " + text(event, "was");
    }

    private String said(JsonNode event) {
        String words = event.path("understood").asBoolean(true)
                ? text(event, "text")
                : "[not understood: " + text(event, "cause") + "]";
        return speaker(event) + ": " + words;
    }

    private String offered(JsonNode event) {
        String label = event.has("label") ? text(event, "label") : text(event, "kind");
        String line = "[" + label + "] " + text(event, "text");
        hints.put(text(event, "hint"), line);
        return "  > " + line;
    }

    private String hint(JsonNode event) {
        return hints.getOrDefault(text(event, "hint"), text(event, "hint"));
    }

    private String gap(JsonNode event) {
        double seconds = (event.path("endMs").asLong() - event.path("startMs").asLong()) / 1_000.0;
        return String.format(Locale.ROOT, "[%.1f s of %s not received]", seconds, speaker(event));
    }

    private String speaker(JsonNode event) {
        return speakers.getOrDefault(text(event, "track"), "unknown");
    }

    private static String track(JsonNode event) {
        return event.has("track") ? text(event, "track") + " " : "";
    }

    private static String cause(JsonNode event) {
        return event.has("cause") ? " (" + text(event, "cause") + ")" : "";
    }

    private static String text(JsonNode event, String member) {
        return event.path(member).asText();
    }
}
