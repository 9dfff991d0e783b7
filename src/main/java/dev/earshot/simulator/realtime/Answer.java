package dev.earshot.simulator.realtime;

/** What a response says. */
sealed interface Answer {

    /** Words. */
    record Text(String text) implements Answer {}

    /** A call of a tool; {@code arguments} is a JSON object, as text. */
    record ToolCall(String name, String arguments) implements Answer {}
}
