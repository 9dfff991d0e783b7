package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    public CompletionStage<CallPage> page(CallPage.Request request) {
        return spill.summaries().thenCompose(waiting -> store.page(request)
                .exceptionally(failure -> CallPage.missing(StoreException.failureOf(failure)))
                .thenApply(stored -> CallPage.of(waiting, request).with(stored, request.limit())));
    }

    @Override
    public CompletionStage<Done> saveSummary(long epoch, CallSummary summary) {
        return store.saveSummary(epoch, summary);
    }

    @Override
    public CompletionStage<Done> expire(String callId) {
        return store.expire(callId);
    }

    /** The store first: it refuses from then on what is just being brought to it from disk. */
    @Override
    public CompletionStage<Done> erase(String callId) {
        return store.erase(callId).thenCompose(erased -> spill.erase(callId));
    }

    @Override
    public CompletionStage<Set<String>> erased(Set<String> callIds) {
        return store.erased(callIds);
    }

    /** What waits for the store is erased by the way: the store refuses it. */
    @Override
    public CompletionStage<Set<String>> kept() {
        return spill.refusedCalls();
    }

    @Override
    public void close() {
        store.close();
    }
}
