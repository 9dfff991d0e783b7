package dev.earshot.transcript;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Where a call's log waits, beyond the life of this process, for a store that is away. It holds a log from its first
 * event on, so that it is whole even where the store comes back empty. Every method returns at once; a stage fails with
 * a {@link StoreException}.
 */
public interface Spill {

    /** For a node where nothing waits on disk. */
    Spill OFF = new Off();

    /**
     * Adds to what waits of a call. Doing it again is harmless.
     *
     * @param storedSeq what the store has confirmed so far, where its drain may begin
     * @param events contiguous, at least one
     * @return the last seq that is on disk now. Less than was given if what comes before is missing: the owner goes on
     *     from there
     */
    CompletionStage<Long> append(TranscriptActor.Call call, long storedSeq, List<LoggedEvent> events);

    /**
     * The call has ended, and all of its log was added: done once it would outlive the machine's fall. From here on it is
     * found by readers, and goes into the store without its owner.
     */
    CompletionStage<Done> complete(TranscriptActor.Call call, CallSummary last);

    /** The store has it, or must not have it: nothing of this owner's log need wait any longer. */
    void discard(TranscriptActor.Call call);

    /** Its owner is gone without an end: what is there goes into the store without it. */
    void release(TranscriptActor.Call call);

    /** See {@link #OFF}. */
    final class Off implements Spill {
        private Off() {}

        @Override
        public CompletionStage<Long> append(TranscriptActor.Call call, long storedSeq, List<LoggedEvent> events) {
            return CompletableFuture.failedStage(new StoreException(StoreFailure.SPILL_OFF, null));
        }

        @Override
        public CompletionStage<Done> complete(TranscriptActor.Call call, CallSummary last) {
            return CompletableFuture.failedStage(new StoreException(StoreFailure.SPILL_OFF, null));
        }

        @Override
        public void discard(TranscriptActor.Call call) {}

        @Override
        public void release(TranscriptActor.Call call) {}
    }
}
