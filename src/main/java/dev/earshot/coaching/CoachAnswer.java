package dev.earshot.coaching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.coaching.playbook.HintKind;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An answer of the model, checked against what it was asked for. A model keeps to a schema most of the time. */
sealed interface CoachAnswer {

    /** Nothing to say. */
    record Silent() implements CoachAnswer {}

    /** Something to say, in the agreed shape, about the utterance it was asked about. */
    record Advice(HintKind kind, String text, String why, String quote) implements CoachAnswer {}

    /** Not to be used. */
    record Unfit(WithdrawCause cause) implements CoachAnswer {}

    Set<String> MEMBERS = Set.of("kind", "text", "why", "quote");

    ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Longest {@code why}, in characters. */
    int MAX_WHY = 200;

    /** Longest {@code text}, in characters: twelve long words. */
    int MAX_TEXT = 160;

    /**
     * Checks one tool call.
     *
     * @param briefing whose tools were offered
     * @param said transcript of the utterance that was asked about
     */
    static CoachAnswer read(String tool, String argumentsJson, Briefing briefing, String said) {
        if (tool.equals(Briefing.STAY_SILENT)) {
            return new Silent();
        }
        return tool.equals(Briefing.OFFER_HINT)
                ? shaped(argumentsJson, briefing)
                        .map(advice -> quoted(advice, briefing, said))
                        .orElse(new Unfit(WithdrawCause.INVALID_ANSWER))
                : new Unfit(WithdrawCause.INVALID_ANSWER);
    }

    private static Optional<Advice> shaped(String argumentsJson, Briefing briefing) {
        try {
            JsonNode json = JSON.readTree(argumentsJson);
            Set<String> members = new TreeSet<>();
            for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
                members.add(names.next());
            }
            return members.equals(MEMBERS) ? advice(json, briefing) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Advice> advice(JsonNode json, Briefing briefing) {
        String text = line(json, "text", MAX_TEXT);
        String why = line(json, "why", MAX_WHY);
        String quote = json.path("quote").asText().strip();
        boolean fits = !text.isEmpty() && Words.count(text) <= Briefing.MAX_WORDS && !why.isEmpty();
        return fits
                ? briefing.playbook().kind(json.path("kind").asText()).map(kind -> new Advice(kind, text, why, quote))
                : Optional.empty();
    }

    /** One line of text, or nothing where there is more, or none. */
    private static String line(JsonNode json, String name, int maxChars) {
        JsonNode value = json.path(name);
        String text = value.isTextual() ? value.asText().strip() : "";
        return text.length() > maxChars || text.lines().count() > 1 ? "" : text;
    }

    private static CoachAnswer quoted(Advice advice, Briefing briefing, String said) {
        if (!Words.said(advice.quote(), said)) {
            return new Unfit(WithdrawCause.QUOTE_NOT_SAID);
        }
        return briefing.quiet().cover(advice.quote()) ? new Unfit(WithdrawCause.QUIET_PHRASE) : advice;
    }
}
