package dev.earshot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {"Lists calls, the newest first, a page at a time.", ""})
final class ListCommand implements Callable<Integer> {

    private static final int MOST = 1_000;

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Mixin
    private final Where where = new Where();

    @Option(names = "--limit", paramLabel = "N", description = "calls of a page (${DEFAULT-VALUE})")
    private int limit = 20;

    @Option(names = "--before", paramLabel = "PLACE", description = "goes on where the page before said")
    private @Nullable String before;

    @Option(names = "--from", paramLabel = "TIME", description = "calls that began then or later: 2026-11-22T10:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "calls that began before that")
    private @Nullable String to;

    @Option(names = "--json", description = "an object a line, as REST has it")
    private boolean json;

    ListCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("--limit is " + limit + "; allowed: 1 to " + MOST);
        }
        JsonNode page = where.api(environment).get("/api/calls", query());
        if (!json) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "%-24s  %-9s  %-5s  %5s  %8s  %s",
                    "STARTED",
                    "LASTED",
                    "STATE",
                    "TURNS",
                    "HINTS",
                    "CALL"));
        }
        page.path("calls").forEach(call -> terminal.line(json ? call.toString() : row(call)));
        hints(page);
        return 0;
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(limit));
        put(query, "before", before);
        put(query, "from", from);
        put(query, "to", to);
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private static String row(JsonNode call) {
        return String.format(
                Locale.ROOT,
                "%-24s  %-9s  %-5s  %5d  %8s  %s",
                call.path("startedAt").asText(),
                CallTime.text(call.path("durationMs").asLong()),
                call.path("state").asText(),
                call.path("utterances").asLong(),
                call.path("hintsInTime").asLong() + " of " + call.path("hints").asLong(),
                call.path("callId").asText());
    }

    /** Beside the list, so that whoever reads it gets the list alone. */
    private void hints(JsonNode page) {
        if (page.has("missing")) {
            terminal.err()
                    .println("earshot: only calls that live are listed: "
                            + Terminal.printable(page.path("missing").asText()));
        }
        if (page.has("next")) {
            terminal.err()
                    .println("earshot: there are more: --before "
                            + Terminal.printable(page.path("next").asText()));
        }
    }
}
