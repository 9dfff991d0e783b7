package dev.earshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.ObjectMappers;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.RealtimeServerEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The official client's opinion of events: which it takes for valid, by type, and what is wrong with the others. It knows
 * the shape of each event by itself, nothing of their order, and lets pass what it does not know.
 */
final class Judge {

    private static final JsonMapper JSON = ObjectMappers.jsonMapper();
    private static final int SHOWN = 400;

    private final Map<String, Integer> valid = new TreeMap<>();
    private final Map<String, Integer> wrong = new TreeMap<>();

    private interface Check {
        void run(String event) throws JsonProcessingException;
    }

    void judgeServer(List<String> events) {
        events.forEach(event -> judge(
                event, text -> JSON.readValue(text, RealtimeServerEvent.class).validate()));
    }

    void judgeClient(List<String> events) {
        events.forEach(event -> judge(
                event, text -> JSON.readValue(text, RealtimeClientEvent.class).validate()));
    }

    /** How many events of each type are valid. */
    Map<String, Integer> valid() {
        return valid;
    }

    /** The other events, with the reason. */
    Map<String, Integer> wrong() {
        return wrong;
    }

    int count() {
        return valid.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void judge(String event, Check check) {
        try {
            check.run(event);
            valid.merge(JSON.readTree(event).path("type").asText(), 1, Integer::sum);
        } catch (JsonProcessingException | OpenAIInvalidDataException e) {
            String shown = event.substring(0, Math.min(SHOWN, event.length()));
            wrong.merge(e.getMessage() + ": " + shown, 1, Integer::sum);
        }
    }
}
