package dev.earshot.transcript;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Keeps the logs of calls beyond the life of their owner. Every method returns at once; a stage fails with a {@link
 * StoreException} (perhaps inside a {@code CompletionException}).
 */
public interface CallStore extends CallEraser, AutoCloseable {

    /**
     * Adds events to a call's log, all or none of them. Doing it again is harmless. A higher epoch that begins at seq 1
     * begins another log: one that is there by the same id is put aside.
     *
     * @param epoch of the owner; refused as {@link StoreFailure#STALE_OWNER} once a higher one has written, and as {@link
     *     StoreFailure#ERASED} once the call was erased
     * @param events contiguous, at least one
     * @return the last seq that the store now holds of this call. Less than was sent if the store has lost what came
     *     before: the owner sends again from there
     */
    CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events);

    /** At most {@code limit} events after {@code afterSeq}, in order; empty for a call that is not there. */
    CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit);

    CompletionStage<Optional<CallSummary>> summary(String callId);

    /** Calls whose summary was saved, newest start first. */
    CompletionStage<CallPage> page(CallPage.Request request);

    /**
     * Keeps a call's summary in the place of the one before.
     *
     * @param epoch of the owner; refused as in {@link #append}
     */
    CompletionStage<Done> saveSummary(long epoch, CallSummary summary);

    /** The call has ended and everything of it is stored: its retention begins. */
    CompletionStage<Done> expire(String callId);

    /**
     * Takes everything of a call away, also the logs of earlier calls by the same id. Who still wants to write it is
     * refused as {@link StoreFailure#ERASED} from then on, for as long as anybody could.
     */
    @Override
    CompletionStage<Done> erase(String callId);

    /** Which of these were erased, as far as that is remembered: for as long as anybody could write them. */
    CompletionStage<Set<String>> erased(Set<String> callIds);

    @Override
    void close();
}
