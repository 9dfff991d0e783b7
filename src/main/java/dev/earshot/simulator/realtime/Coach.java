package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.coach.Advice;
import dev.earshot.simulator.coach.CoachRules;
import dev.earshot.simulator.coach.CoachedCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers requests. One that offers the tool {@code offer_hint} is a request for coaching: its input holds one user
 * message whose text is JSON, {@code {"coached","latest","turns":[{"utterance","speaker","text"}]}}; what advice may be
 * about is what the tool takes as its {@code kind}. Any other request is answered with a few words.
 */
final class Coach {

    private static final String OFFER_HINT = "offer_hint";
    private static final String STAY_SILENT = "stay_silent";

    private Coach() {}

    static Answer answer(ResponseRequest request) {
        if (!offers(request.tools(), OFFER_HINT)) {
            return new Answer.Text("I am listening.");
        }
        return call(request.input(), kinds(request.tools()))
                .flatMap(CoachRules::advise)
                .<Answer>map(advice -> new Answer.ToolCall(OFFER_HINT, arguments(advice)))
                .orElseGet(() -> silence(request.tools()));
    }

    private static Answer silence(JsonNode tools) {
        return offers(tools, STAY_SILENT) ? new Answer.ToolCall(STAY_SILENT, "{}") : new Answer.Text("Nothing to add.");
    }

    private static boolean offers(JsonNode tools, String name) {
        for (JsonNode tool : tools) {
            if (tool.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Kinds that the rules know and the tool takes; it takes all where it names none. */
    private static Set<Advice.Kind> kinds(JsonNode tools) {
        Set<String> taken = new HashSet<>();
        for (JsonNode tool : tools) {
            tool.at("/parameters/properties/kind/enum").forEach(name -> taken.add(name.asText()));
        }
        return Arrays.stream(Advice.Kind.values())
                .filter(kind -> taken.isEmpty() || taken.contains(kind.wireName()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The call in the first content that holds one. */
    private static Optional<CoachedCall> call(JsonNode input, Set<Advice.Kind> kinds) {
        return input.findValuesAsText("text").stream()
                .map(text -> call(text, kinds))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<CoachedCall> call(String text, Set<Advice.Kind> kinds) {
        try {
            ObjectNode call = Json.parse(text);
            List<CoachedCall.Turn> turns = new ArrayList<>();
            for (JsonNode turn : call.path("turns")) {
                turns.add(new CoachedCall.Turn(
                        turn.path("utterance").asText(),
                        turn.path("speaker").asText(),
                        turn.path("text").asText()));
            }
            return Optional.of(new CoachedCall(
                    call.path("coached").asText(), call.path("latest").asText(), turns, kinds));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private static String arguments(Advice advice) {
        return Json.write(Json.object()
                .put("kind", advice.kind().wireName())
                .put("text", advice.text())
                .put("why", advice.why())
                .put("quote", advice.quote()));
    }
}
