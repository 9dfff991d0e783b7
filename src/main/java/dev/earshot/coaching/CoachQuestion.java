package dev.earshot.coaching;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.coaching.CoachActor.HeardFinal;
import java.util.List;

/**
 * The {@code response.create} that asks for coaching: out of band, so that it leaves no trace in the conversation. What a
 * playbook says is constant; what was said in the call is JSON in the message, and nowhere else.
 */
final class CoachQuestion {

    /** Longer turns are told from this many characters before their end. */
    static final int MAX_TURN_CHARS = 4_000;

    private static final int MAX_OUTPUT_TOKENS = 300;

    private CoachQuestion() {}

    static String json(String askId, Briefing briefing, HeardFinal latest, List<HeardFinal> turns) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", "response.create");
        ObjectNode response = event.putObject("response");
        response.put("conversation", "none");
        response.putObject("metadata").put("purpose", "coach").put("ask", askId).put("utterance", latest.utterance());
        response.putArray("output_modalities").add("text");
        response.put("instructions", briefing.instructions());
        response.putArray("input")
                .add(message(talk(briefing.playbook().coached(), latest, turns).toString()));
        response.set("tools", briefing.tools());
        response.put("tool_choice", "required").put("max_output_tokens", MAX_OUTPUT_TOKENS);
        return event.toString();
    }

    private static ObjectNode message(String text) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("type", "message").put("role", "user");
        message.putArray("content").addObject().put("type", "input_text").put("text", text);
        return message;
    }

    private static ObjectNode talk(String coached, HeardFinal latest, List<HeardFinal> turns) {
        ObjectNode talk = JsonNodeFactory.instance.objectNode();
        talk.put("coached", coached).put("latest", latest.utterance());
        ArrayNode all = talk.putArray("turns");
        turns.forEach(turn -> all.addObject()
                .put("utterance", turn.utterance())
                .put("speaker", turn.speaker())
                .put("text", end(turn.text())));
        return talk;
    }

    private static String end(String text) {
        return text.length() <= MAX_TURN_CHARS ? text : "…" + text.substring(text.length() - MAX_TURN_CHARS);
    }
}
