package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.coach.Advice;
import dev.earshot.simulator.coach.CoachRules;
import dev.earshot.simulator.coach.CoachedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers requests. One that offers the tool {@code offer_hint} is a request for coaching: its input holds one user
 * message whose text is JSON, {@code {"coached","latest","turns":[{"utterance","speaker","text"}]}}. Any other is answered
 * with a few words.
 */
final class Coach {

    private static final String OFFER_HINT = "offer_hint";
    private static final String STAY_SILENT = "stay_silent";

    private Coach() {}

    static Answer answer(ResponseRequest request) {
        if (!offers(request.tools(), OFFER_HINT)) {
            return new Answer.Text("I am listening.");
        }
        return call(request.input())
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

    /** The call in the first content that holds one. */
    private static Optional<CoachedCall> call(JsonNode input) {
        return input.findValuesAsText("text").stream()
                .map(Coach::call)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<CoachedCall> call(String text) {
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
                    call.path("coached").asText(), call.path("latest").asText(), turns));
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
