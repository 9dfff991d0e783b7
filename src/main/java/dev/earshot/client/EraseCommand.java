package dev.earshot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {"Erases a call that has ended, for good: its log, its summary, its place in the list.", ""})
final class EraseCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Parameters(paramLabel = "CALL", description = "its id")
    private String callId = "";

    @Option(names = "--yes", description = "does not ask")
    private boolean yes;

    @Mixin
    private final Where where = new Where();

    EraseCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        EarshotApi api = where.api(environment);
        JsonNode call = api.get(EarshotApi.ofCall(callId, ""), Map.of());
        if (!yes && !meant(call)) {
            terminal.err().println("earshot: nothing was erased");
            return CallsMain.FAILED;
        }
        api.delete(EarshotApi.ofCall(callId, ""));
        terminal.line(callId + " is erased");
        return 0;
    }

    private boolean meant(JsonNode call) throws IOException {
        String question =
                "Erase " + callId + ", which started " + call.path("startedAt").asText() + " and has "
                        + call.path("utterances").asLong() + " turns of speech, for good? [y/N]";
        String answer = terminal.ask(question)
                .orElseThrow(() -> new IllegalArgumentException("there is nobody to ask; --yes erases without asking"));
        return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
