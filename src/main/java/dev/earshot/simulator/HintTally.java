package dev.earshot.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What became of a call's hints, and how long each stage of their lives took, in a few lines. */
final class HintTally {
    private static final List<String> STAGES =
            List.of("final", "asked", "firstToken", "offered", "delivered", "rendered", "total");

    private final Map<String, Long> deadlineMs = new HashMap<>();
    private final Set<String> inTime = new HashSet<>();
    private final List<JsonNode> lives = new ArrayList<>();
    private long withdrawn;

    void onOffered(JsonNode event) {
        deadlineMs.put(
                event.path("hint").asText(),
                event.path("deadlineMs").asLong() - event.path("speechEndMs").asLong());
    }

    void onWithdrawn(JsonNode event) {
        if (!inTime.contains(event.path("hint").asText())) {
            withdrawn++;
        }
    }

    void onOutcome(JsonNode event) {
        if (event.path("outcome").asText().equals("rendered")) {
            String hint = event.path("hint").asText();
            lives.add(event.path("stages"));
            if (event.at("/stages/totalMs").asLong() <= deadlineMs.getOrDefault(hint, 0L)) {
                inTime.add(hint);
            }
        }
    }

    int offered() {
        return deadlineMs.size();
    }

    /** The share in time, and a table of stages; nothing where there were no hints. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (deadlineMs.isEmpty() && withdrawn == 0) {
            return lines;
        }
        lines.add(inTime.size() + " of them on the screen in time, " + withdrawn + " withdrawn.");
        if (!lives.isEmpty()) {
            lines.add("From the end of the words to the screen, in ms:  median    most");
            STAGES.forEach(stage -> lines.add(line(stage)));
        }
        return lines;
    }

    private String line(String stage) {
        long[] ms = lives.stream()
                .mapToLong(life -> life.path(stage + "Ms").asLong())
                .sorted()
                .toArray();
        return String.format(Locale.ROOT, "  %-43s %9d %7d", stage, ms[(ms.length - 1) / 2], ms[ms.length - 1]);
    }
}
