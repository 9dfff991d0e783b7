package dev.earshot.console;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.node.Browser;
import dev.earshot.transcript.CallEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A long call that is told faster than it was, read along in a real browser over the real hub, and what that cost. */
final class LongCall {

    private static final String ID = "hour";

    /** What the first sentence of all says, and no other. */
    static final String FIRST = "No 0,";

    private LongCall() {}

    /**
     * Tells it and has it measured.
     *
     * @param speed so many seconds of it in one
     * @param traced whether the browser notes each task; that costs time and memory of its own
     * @return what {@code hour.js} prints
     */
    static JsonNode measure(Path folder, int seconds, double speed, boolean traced) throws Exception {
        Path opened = folder.resolve("opened");
        List<HourOfCall.At> events = HourOfCall.of(seconds);
        try (Stage stage = Stage.open(speed)) {
            Stage.Script script = stage.begin(ID);
            CompletableFuture<Void> told = CompletableFuture.runAsync(() -> {
                await().until(() -> Files.exists(opened));
                tell(events, script, speed);
            });
            Map<String, String> environment = Map.of(
                    "EARSHOT_PORT",
                    Integer.toString(stage.port()),
                    "CALL_ID",
                    ID,
                    "OPENED",
                    opened.toString(),
                    "FIRST",
                    FIRST,
                    "EVENTS",
                    Long.toString(durable(events)),
                    "TRACE",
                    traced ? "1" : "");
            JsonNode report = Browser.run("hour.js", environment);
            told.join();
            return report;
        }
    }

    private static long durable(List<HourOfCall.At> events) {
        return events.stream()
                .filter(each -> each.event() instanceof CallEvent.Durable)
                .count();
    }

    private static void tell(List<HourOfCall.At> events, Stage.Script script, double speed) {
        long start = System.nanoTime();
        for (HourOfCall.At each : events) {
            long due = start + (long) (TimeUnit.MILLISECONDS.toNanos(each.ms()) / speed);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            script.happens(each.event());
        }
    }
}
