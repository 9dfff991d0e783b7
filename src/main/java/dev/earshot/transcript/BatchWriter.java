package dev.earshot.transcript;

import dev.earshot.transcript.TranscriptActor.StoreBatch;
import dev.earshot.transcript.WriterState.SpillWriting;
import dev.earshot.transcript.WriterState.Standing;
import dev.earshot.transcript.WriterState.Writing;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings one batch of a call's log into the store, or to disk. A stage gives the last seq that is there now. */
record BatchWriter(TranscriptActor.Call call, Storage storage) {

    /** Events, then the summary, then the end: each is harmless to do again, so a retry starts from the beginning. */
    CompletionStage<Long> store(Writing writing) {
        StoreBatch batch = writing.batch();
        return CompletableFuture.completedStage(batch)
                .thenCompose(start -> batch.events().isEmpty()
                        ? CompletableFuture.completedStage(writing.at().storedSeq())
                        : storage.store().append(call.callId(), call.epoch(), batch.events()))
                .thenCompose(stored -> writing.complete(stored)
                        ? saveSummary(batch).thenApply(done -> stored)
                        : CompletableFuture.completedStage(stored));
    }

    private CompletionStage<?> saveSummary(StoreBatch batch) {
        CompletionStage<?> saved = storage.store().saveSummary(call.epoch(), batch.summary());
        return batch.last() ? saved.thenCompose(done -> storage.store().expire(call.callId())) : saved;
    }

    CompletionStage<Long> spill(SpillWriting writing) {
        StoreBatch batch = writing.batch();
        Standing at = writing.at();
        return CompletableFuture.completedStage(batch)
                .thenCompose(start -> batch.events().isEmpty()
                        ? CompletableFuture.completedStage(at.spilledSeq())
                        : storage.spill().append(call, at.storedSeq(), batch.events()))
                .thenCompose(spilled -> batch.last() && writing.complete(spilled)
                        ? storage.spill().complete(call, batch.summary()).thenApply(done -> spilled)
                        : CompletableFuture.completedStage(spilled));
    }
}
