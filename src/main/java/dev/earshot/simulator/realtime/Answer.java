package dev.earshot.simulator.realtime;

/** What a response says. */
sealed interface Answer {

    int CHARS_A_TOKEN = 4;

    /** Words. */
    record Text(String text) implements Answer {}

    /** A call of a tool; {@code arguments} is a JSON object, as text. */
    record ToolCall(String name, String arguments) implements Answer {}

    /** Only the beginning of an answer: it ran out of tokens. */
    record CutShort(Answer beginning) implements Answer {}

    /** Nothing: the model failed. */
    record Failed(String code) implements Answer {}

    /** This answer, or as much of it as so many tokens allow. */
    default Answer within(int tokens) {
        return said().length() / CHARS_A_TOKEN <= tokens ? this : new CutShort(upTo(tokens * CHARS_A_TOKEN));
    }

    /** Half of this answer. */
    default Answer half() {
        return new CutShort(upTo(said().length() / 2));
    }

    private String said() {
        if (this instanceof ToolCall call) {
            return call.arguments();
        }
        return this instanceof Text text ? text.text() : "";
    }

    private Answer upTo(int chars) {
        if (this instanceof ToolCall call) {
            return new ToolCall(call.name(), call.arguments().substring(0, chars));
        }
        return this instanceof Text text ? new Text(text.text().substring(0, chars)) : this;
    }
}
