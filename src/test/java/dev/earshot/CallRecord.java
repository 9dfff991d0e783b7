package dev.earshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A call's log as anybody reads it, and questions that tests ask of it. */
public record CallRecord(List<JsonNode> events) {

    public CallRecord(JsonNode events) {
        this(StreamSupport.stream(events.spliterator(), false).toList());
    }

    public List<JsonNode> all(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    JsonNode first(String type) {
        return all(type).get(0);
    }

    List<Long> seqs() {
        return events.stream().map(event -> event.path("seq").asLong()).toList();
    }

    /** In the order of the log. */
    List<JsonNode> finals(String track) {
        return all("utteranceFinal").stream()
                .filter(said -> said.path("track").asText().equals(track))
                .toList();
    }

    /** All that was said on a track, in the order of the log. */
    List<String> words(String track) {
        return wordsOf(
                finals(track).stream().map(said -> said.path("text").asText()).collect(Collectors.joining(" ")));
    }

    static List<String> wordsOf(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z']+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** When the track's utterances began, in ms of the track: its own beginning is 0. */
    List<Long> starts(String track) {
        long offset = all("trackJoined").stream()
                .filter(joined -> joined.path("track").asText().equals(track))
                .findFirst()
                .orElseThrow()
                .path("offsetMs")
                .asLong();
        return finals(track).stream()
                .map(said -> said.path("startMs").asLong() - offset)
                .toList();
    }

    /** {@code state} or {@code state:cause} of each change of a session, in order. */
    List<String> sessions() {
        return all("sessionChanged").stream()
                .map(changed -> changed.path("state").asText()
                        + (changed.has("cause") ? ":" + changed.path("cause").asText() : ""))
                .toList();
    }

    /** Words that are missing, added or changed: the least number of edits from one list to the other. */
    static int edits(List<String> expected, List<String> actual) {
        List<Integer> row = new ArrayList<>();
        for (int column = 0; column <= actual.size(); column++) {
            row.add(column);
        }
        for (int i = 1; i <= expected.size(); i++) {
            List<Integer> next = new ArrayList<>(List.of(i));
            for (int j = 1; j <= actual.size(); j++) {
                int same = expected.get(i - 1).equals(actual.get(j - 1)) ? 0 : 1;
                next.add(List.of(row.get(j) + 1, next.get(j - 1) + 1, row.get(j - 1) + same).stream()
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
            }
            row = next;
        }
        return row.get(actual.size());
    }
}
