package dev.earshot.transcript;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Keeps the logs of calls beyond the life of their owner. Every method returns at once; a stage fails with a {@link
 * StoreException} (perhaps inside a {@code CompletionException}).
 */
public interface CallStore extends AutoCloseable {

    /**
     * Adds events to a call's log, all or none of them. Doing it again is harmless. A higher epoch that begins at seq 1
     * begins another log: one that is there by the same id is put aside.
     *
     * @param epoch of the owner; refused as {@link StoreFailure#STALE_OWNER} once a higher one has written
     * @param events contiguous, at least one
     * @return the last seq that the store now holds of this call. Less than was sent if the store has lost what came
     *     before: the owner sends again from there
     */
    CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events);

    /** At most {@code limit} events after {@code afterSeq}, in order; empty for a call that is not there. */
    CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit);

    CompletionStage<Optional<CallSummary>> summary(String callId);

    /** At most {@code limit} calls, newest start first. */
    CompletionStage<List<CallSummary>> summaries(int limit);

    CompletionStage<Done> saveSummary(CallSummary summary);

    /** The call has ended and everything of it is stored: its retention begins. */
    CompletionStage<Done> expire(String callId);

    @Override
    void close();
}
