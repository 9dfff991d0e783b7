package dev.earshot.transcript.spill;

import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.TranscriptActor.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Logs to be written to disk. */
final class SpilledLogs {

    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private SpilledLogs() {}

    static Call call(String callId) {
        return new Call(callId, 7, START);
    }

    static List<LoggedEvent> flags(String callId, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> LoggedEvent.of(callId, seq, seq, new CallEvent.Flagged("nöte " + seq)))
                .toList();
    }

    /** A log of so many events, the end among them. */
    static List<LoggedEvent> whole(String callId, int events) {
        List<LoggedEvent> log = new ArrayList<>(flags(callId, 1, events - 1));
        log.add(LoggedEvent.of(
                callId,
                events,
                events,
                new CallEvent.CallEnded("hangUp", events, new LedgerSnapshot(callId, List.of()))));
        return log;
    }

    static CallSummary summary(String callId, List<LoggedEvent> log) {
        return CallSummary.of(callId, START, log);
    }

    static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
