package dev.earshot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {"Shows a call: how it went, who was heard, and its books.", ""})
final class ShowCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Parameters(paramLabel = "CALL", description = "its id")
    private String callId = "";

    @Mixin
    private final Where where = new Where();

    @Option(names = "--json", description = "what REST has: {\"call\":…,\"ledger\":…}")
    private boolean json;

    ShowCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        EarshotApi api = where.api(environment);
        JsonNode call = api.get(EarshotApi.ofCall(callId, ""), Map.of());
        JsonNode ledger = ledger(api);
        if (json) {
            terminal.line("{\"call\":" + call + ",\"ledger\":" + ledger + "}");
        } else {
            show(call, ledger);
        }
        return 0;
    }

    /** A call whose owner was killed has none. */
    private JsonNode ledger(EarshotApi api) throws InterruptedException {
        try {
            return api.get(EarshotApi.ofCall(callId, "/ledger"), Map.of());
        } catch (EarshotApi.Problem e) {
            if (e.status() == CallsMain.UNKNOWN_CALL
                    || !String.valueOf(e.getMessage()).contains("noLedger")) {
                throw e;
            }
            return NullNode.getInstance();
        }
    }

    private void show(JsonNode call, JsonNode ledger) {
        boolean live = call.path("state").asText().equals("live");
        terminal.line(call.path("callId").asText());
        fact("state", call.path("state").asText());
        fact("started", call.path("startedAt").asText());
        fact(live ? "so far" : "lasted", CallTime.text(call.path("durationMs").asLong()));
        fact("turns", call.path("utterances").asText());
        fact(
                "hints",
                call.path("hints").asLong() + ", of which "
                        + call.path("hintsInTime").asLong() + " were shown in time");
        fact("events", call.path("lastSeq").asText());
        for (JsonNode track : call.path("tracks")) {
            fact(
                    "track " + track.path("trackId").asText(),
                    track.path("speaker").asText());
        }
        if (ledger.isNull()) {
            fact("books", "nobody closed them: the call's server was killed");
        }
        ledger.path("tracks").forEach(this::books);
    }

    private void books(JsonNode track) {
        fact(
                "books " + track.path("trackId").asText(),
                String.format(
                        Locale.ROOT,
                        "received %,d = held %,d + appended %,d + discarded %s; %d gaps of %,d samples",
                        track.path("received").asLong(),
                        track.path("held").asLong(),
                        track.path("appended").asLong(),
                        track.path("discarded").isEmpty() ? "0" : track.path("discarded"),
                        track.path("gaps").asLong(),
                        track.path("gapSamples").asLong()));
    }

    private void fact(String name, String value) {
        terminal.line(String.format(Locale.ROOT, "  %-10s %s", name, value));
    }
}
