package dev.earshot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        Optional<JsonNode> call = find(api);
        if (!yes && !meant(call)) {
            terminal.err().println("earshot: nothing was erased");
            return CallsMain.FAILED;
        }
        api.delete(EarshotApi.ofCall(callId, ""));
        if (call.isEmpty()) {
            throw new EarshotApi.Problem(
                    CallsMain.UNKNOWN_CALL, callId + " is not known; what may have been left of it is erased");
        }
        terminal.line(callId + " is erased");
        return 0;
    }

    /** Of a call that is not known something may be left all the same: a recording, or what an erasure that failed did not get to. */
    private Optional<JsonNode> find(EarshotApi api) throws InterruptedException {
        try {
            return Optional.of(api.get(EarshotApi.ofCall(callId, ""), Map.of()));
        } catch (EarshotApi.Problem problem) {
            if (problem.status() != CallsMain.UNKNOWN_CALL) {
                throw problem;
            }
            return Optional.empty();
        }
    }

    private boolean meant(Optional<JsonNode> found) throws IOException {
        String question = "Erase " + callId
                + found.map(call -> ", which started " + call.path("startedAt").asText() + " and has "
                                + call.path("utterances").asLong() + " turns of speech")
                        .orElse(", which is not known, and what may be left of it")
                + ", for good? [y/N]";
        String answer = terminal.ask(question)
                .orElseThrow(() -> new IllegalArgumentException("there is nobody to ask; --yes erases without asking"));
        return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
