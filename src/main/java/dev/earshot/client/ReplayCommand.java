package dev.earshot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {"Tells a call again: each event when it happened, or faster.", ""})
final class ReplayCommand implements Callable<Integer> {

    private static final int PAGE = 200;
    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 1_000;

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Parameters(paramLabel = "CALL", description = "its id")
    private String callId = "";

    @Option(names = "--speed", paramLabel = "N", description = "so many seconds of the call in one (1)")
    private double speed = 1;

    @Option(names = "--fast", description = "without waiting at all")
    private boolean fast;

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = CallTime.Reader.class,
            description = "begins there on the call's clock: 1:02:03, 2:03, 90s or 1h2m3s (0s)")
    private long fromMs;

    @Mixin
    private final Where where = new Where();

    ReplayCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw new IllegalArgumentException("--speed is " + speed + "; allowed: " + SLOWEST + " to " + FASTEST);
        }
        replay(where.api(environment), new EventLines(), Pace.of(fast ? 0 : speed, fromMs));
        return 0;
    }

    /** A page is in memory, however long the call. */
    private void replay(EarshotApi api, EventLines lines, Pace pace) throws InterruptedException {
        long after = 0;
        long before;
        boolean ended = false;
        JsonNode events;
        do {
            before = after;
            events = api.get(
                            EarshotApi.ofCall(callId, "/events"),
                            Map.of("after", Long.toString(after), "limit", Integer.toString(PAGE)))
                    .path("events");
            for (JsonNode event : events) {
                after = event.path("seq").asLong();
                ended |= event.path("type").asText().equals("callEnded");
                tell(event, lines, pace);
            }
        } while (events.size() == PAGE && after > before);
        if (!ended) {
            terminal.err().println("earshot: that is all so far: the call has not ended, or its server was killed");
        }
    }

    /** What lies before the beginning is not told, but tells who is who. */
    private void tell(JsonNode event, EventLines lines, Pace pace) throws InterruptedException {
        var line = lines.of(event);
        long atMs = event.path("atMs").asLong();
        if (atMs >= fromMs && line.isPresent()) {
            pace.await(atMs);
            terminal.line(line.get());
            terminal.out().flush();
        }
    }
}
