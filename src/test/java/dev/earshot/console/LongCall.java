package dev.earshot.console;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.node.Browser;
import dev.earshot.transcript.CallEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Path asked = folder.resolve("asked");
        List<HourOfCall.At> events = HourOfCall.of(seconds);
        try (Stage stage = Stage.open(speed)) {
            Stage.Script script = stage.begin(ID);
            CompletableFuture<Void> told = CompletableFuture.runAsync(() -> tell(events, script, speed, asked));
            Map<String, String> environment = Map.of(
                    "EARSHOT_PORT",
                    Integer.toString(stage.port()),
                    "CALL_ID",
                    ID,
                    "ASKED",
                    asked.toString(),
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

    /** The clock of the call stands still while the page has not looked at what it has. */
    private static void tell(List<HourOfCall.At> events, Stage.Script script, double speed, Path asked) {
        long start = System.nanoTime();
        long wanted = 0;
        long told = 0;
        for (HourOfCall.At each : events) {
            if (told == wanted) {
                long paused = System.nanoTime();
                wanted = awaitMore(asked, wanted);
                start += System.nanoTime() - paused;
            }
            long due = start + (long) (TimeUnit.MILLISECONDS.toNanos(each.ms()) / speed);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            script.happens(each.event());
            told += each.event() instanceof CallEvent.Durable ? 1 : 0;
        }
    }

    private static long awaitMore(Path asked, long told) {
        return await().pollInterval(Duration.ofMillis(20)).until(() -> readCount(asked), count -> count > told);
    }

    /** None as long as the line is not written to its end. */
    private static long readCount(Path asked) throws IOException {
        String line = Files.exists(asked) ? Files.readString(asked) : "";
        return line.endsWith("\n") ? Long.parseLong(line.strip()) : 0;
    }
}
