package dev.earshot.simulator.realtime;

/** Answers requests: coaching where the request is for coaching, a few words otherwise. */
final class Coach {

    private static final String STAY_SILENT = "stay_silent";

    private Coach() {}

    static Answer answer(ResponseRequest request) {
        for (var tool : request.tools()) {
            if (tool.path("name").asText().equals(STAY_SILENT)) {
                return new Answer.ToolCall(STAY_SILENT, "{}");
            }
        }
        return new Answer.Text("I am listening.");
    }
}
