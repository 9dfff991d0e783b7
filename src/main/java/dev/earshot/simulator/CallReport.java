package dev.earshot.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows a call on a terminal, line by line, and holds its end against what was played. */
public final class CallReport {
    private final Consumer<String> out;
    private final CallScript script;
    private final Map<String, String> speakerByTrack = new HashMap<>();
    private final Map<String, JsonNode> finals = new HashMap<>();
    private final HintTally hints = new HintTally();

    public CallReport(Consumer<String> out, CallScript script) {
        this.out = out;
        this.script = script;
    }

    public void onEvent(JsonNode event) {
        switch (event.path("type").asText()) {
            case "trackJoined" ->
                speakerByTrack.put(
                        event.path("track").asText(), event.path("speaker").asText());
            case "utteranceFinal" -> onFinal(event);
            case "hintOffered" -> onHint(event);
            case "hintWithdrawn" -> onHintWithdrawn(event);
            case "hintOutcome" -> hints.onOutcome(event);
            case "sessionChanged" -> onSession(event);
            case "audioGap" ->
                line(
                        event.path("startMs").asLong(),
                        "gap",
                        event.path("samples").asLong() + " samples not received");
            default -> {}
        }
    }

    private void onFinal(JsonNode event) {
        finals.put(event.path("utterance").asText(), event);
        String text = event.path("understood").asBoolean()
                ? event.path("text").asText()
                : "(not understood: " + event.path("cause").asText() + ")";
        line(event.path("startMs").asLong(), speaker(event), text);
    }

    private void onHintWithdrawn(JsonNode event) {
        hints.onWithdrawn(event);
        line(
                event.path("atMs").asLong(),
                "hint",
                "withdrawn: " + event.path("cause").asText());
    }

    private void onHint(JsonNode event) {
        hints.onOffered(event);
        long behind = event.path("atMs").asLong() - event.path("speechEndMs").asLong();
        line(
                event.path("atMs").asLong(),
                "HINT",
                event.path("text").asText() + "  [" + event.path("kind").asText() + ", on \""
                        + event.path("quote").asText() + "\", " + behind + " ms after the words]");
    }

    private void onSession(JsonNode event) {
        String cause = event.path("cause").asText("");
        if (!cause.isEmpty() && !cause.equals("callEnded")) {
            line(event.path("atMs").asLong(), "session", event.path("state").asText() + ": " + cause);
        }
    }

    /** Prints the books and says whether all is well. */
    public boolean onEnd(JsonNode ledger, AcsCaller.Result sent) {
        out.accept("\nThe call is over: " + finals.size() + " utterances, " + hints.offered() + " hints.");
        hints.lines().forEach(out);
        out.accept("The ledger, in samples:");
        boolean balanced = true;
        for (JsonNode track : ledger.path("tracks")) {
            balanced &= onTrack(track, sent);
        }
        boolean firstWord = firstWordHeard();
        out.accept(balanced ? "The books balance: every sample sent is in one account." : "THE BOOKS DO NOT BALANCE.");
        out.accept(firstWord ? "The first word was heard." : "THE FIRST WORD WAS LOST.");
        return balanced && firstWord;
    }

    private boolean onTrack(JsonNode track, AcsCaller.Result sent) {
        long received = track.path("received").asLong();
        long discarded = 0;
        for (JsonNode samples : track.path("discarded")) {
            discarded += samples.asLong();
        }
        out.accept(String.format(
                Locale.ROOT,
                "  %-4s %-10s received %,d = held %,d + appended %,d + discarded %,d %s",
                track.path("trackId").asText(),
                speakerByTrack.getOrDefault(track.path("trackId").asText(), "?"),
                received,
                track.path("held").asLong(),
                track.path("appended").asLong(),
                discarded,
                discarded == 0 ? "" : track.path("discarded").toString()));
        long sum = track.path("held").asLong() + track.path("appended").asLong() + discarded;
        return received == sum
                && received
                        == sent.samples().getOrDefault(track.path("participant").asText(), -1L);
    }

    /** The call begins with the agent's first word, some 16 ms after the first frame. */
    private boolean firstWordHeard() {
        String expected = firstWord(script.utterances().get(0).text());
        @Nullable JsonNode first = null;
        for (JsonNode event : finals.values()) {
            if (first == null
                    || event.path("startMs").asLong() < first.path("startMs").asLong()) {
                first = event;
            }
        }
        return first != null && firstWord(first.path("text").asText()).equals(expected);
    }

    private static String firstWord(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceFirst("[^a-z'].*", "");
    }

    private String speaker(JsonNode event) {
        return speakerByTrack.getOrDefault(event.path("track").asText(), "?");
    }

    private void line(long ms, String who, String what) {
        out.accept(String.format(
                Locale.ROOT, "%02d:%02d.%d  %-9s  %s", ms / 60_000, ms / 1000 % 60, ms / 100 % 10, who, what));
    }
}
