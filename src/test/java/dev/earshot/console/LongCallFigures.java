package dev.earshot.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What {@code hour.js} measured, for people. */
final class LongCallFigures {

    private LongCallFigures() {}

    static String of(JsonNode report) {
        StringBuilder text = new StringBuilder("\nevents   rows  elements  listeners  memory\n");
        for (JsonNode look : report.path("looks")) {
            text.append(String.format(
                    Locale.ROOT,
                    "%6d %6d %9d %10d %5.1f MB%n",
                    look.path("cursor").asInt(),
                    look.path("rows").asInt(),
                    look.path("nodes").asInt(),
                    look.path("listeners").asInt(),
                    look.path("heap").asDouble() / 1e6));
        }
        JsonNode tasks = report.path("tasks");
        text.append(String.format(
                Locale.ROOT,
                "%d tasks of the page's main thread in %.0f s. The longest, ms of a processor (and ms that passed):",
                tasks.path("count").asInt(),
                tasks.path("seconds").asDouble()));
        for (JsonNode task : tasks.path("longest")) {
            text.append(String.format(
                    Locale.ROOT,
                    " %.1f (%.1f)",
                    task.path(0).asDouble(),
                    task.path(1).asDouble()));
        }
        return text.append("\nTasks that the page itself noticed, ms after its start and their length: ")
                .append(report.path("longTasks"))
                .append("\nFrames that came more than 50 ms after the one before: ")
                .append(report.path("slowFrames").size())
                .toString();
    }
}
