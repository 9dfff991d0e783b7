package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.StoreException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** A store for readers, who find in it what still waits on disk for it. What is written goes to the store itself. */
public final class SpilledCallStore implements CallStore {

    private final CallStore store;
    private final SpillDirectory spill;

    public SpilledCallStore(CallStore store, SpillDirectory spill) {
        this.store = store;
        this.spill = spill;
    }

    @Override
    public CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events) {
        return store.append(callId, epoch, events);
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit) {
        return spill.events(callId, afterSeq, limit)
                .thenCompose(found -> found.<CompletionStage<List<LoggedEvent>>>map(CompletableFuture::completedStage)
                        .orElseGet(() -> store.events(callId, afterSeq, limit)));
    }

    @Override
    public CompletionStage<Optional<CallSummary>> summary(String callId) {
        return spill.summary(callId)
                .thenCompose(
                        found -> found.isPresent() ? CompletableFuture.completedStage(found) : store.summary(callId));
    }

    /** A store that is away hides its own calls alone, where others wait on disk. */
    @Override
    public CompletionStage<List<CallSummary>> summaries(int limit) {
        return spill.summaries().thenCompose(waiting -> store.summaries(limit).handle((stored, failure) -> {
            if (failure != null && waiting.isEmpty()) {
                throw new StoreException(StoreException.failureOf(failure), failure);
            }
            return merged(waiting, failure == null ? stored : List.of(), limit);
        }));
    }

    private static List<CallSummary> merged(List<CallSummary> waiting, List<CallSummary> stored, int limit) {
        Map<String, CallSummary> byId = new LinkedHashMap<>();
        waiting.forEach(call -> byId.put(call.callId(), call));
        stored.forEach(call -> byId.putIfAbsent(call.callId(), call));
        return byId.values().stream()
                .sorted(Comparator.comparing(CallSummary::startedAt).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public CompletionStage<Done> saveSummary(CallSummary summary) {
        return store.saveSummary(summary);
    }

    @Override
    public CompletionStage<Done> expire(String callId) {
        return store.expire(callId);
    }

    @Override
    public void close() {
        store.close();
    }
}
