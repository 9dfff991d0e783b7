package dev.earshot.transcript;

import dev.earshot.transcript.TranscriptActor.StoreBatch;
import org.jspecify.annotations.Nullable;

/** Where the store's writer stands; see {@link StoreWriterActor} for the picture. */
sealed interface WriterState {

    Standing at();

    /**
     * How far the log has got.
     *
     * @param storedSeq the last event that the store has confirmed
     * @param spilledSeq the last event that waits on disk; 0 where none does
     * @param failures of the store in a row
     * @param cause of the newest of them
     */
    record Standing(long storedSeq, long spilledSeq, int failures, @Nullable StoreFailure cause) {
        static Standing from(long storedSeq) {
            return new Standing(storedSeq, 0, 0, null);
        }

        /** What the store has need not wait on disk. */
        Standing onStored(long seq) {
            return new Standing(seq, seq >= spilledSeq ? 0 : spilledSeq, 0, null);
        }

        Standing onSlow() {
            return new Standing(storedSeq, spilledSeq, failures, StoreFailure.SLOW);
        }

        Standing onFailed(StoreFailure why) {
            return new Standing(storedSeq, spilledSeq, failures + 1, why);
        }

        Standing onSpilled(long seq) {
            return new Standing(storedSeq, seq, failures, cause);
        }

        /** What outlives this process. */
        long safeSeq() {
            return Math.max(storedSeq, spilledSeq);
        }
    }

    /** Waiting for the log to have something for the store. */
    record Pulling(Standing at) implements WriterState {
        Writing onPulled(StoreBatch batch) {
            return new Writing(at, batch);
        }

        Spilling onTooMuch() {
            return new Spilling(at.onSlow());
        }
    }

    /** Waiting for the store. */
    record Writing(Standing at, StoreBatch batch) implements WriterState {

        /** A store that holds less than it was given has lost what it had, and gets it again, but not in a rush. */
        WriterState onWritten(long stored) {
            Standing now = at.onStored(stored);
            if (!complete(stored)) {
                return new BackingOff(now);
            }
            return batch.last() ? new Finished(now) : new Pulling(now);
        }

        BackingOff onNotWritten(StoreFailure cause) {
            return new BackingOff(at.onFailed(cause));
        }

        boolean complete(long stored) {
            return stored >= at.storedSeq() + batch.events().size();
        }
    }

    /** Waiting before another attempt; holds no events meanwhile. */
    record BackingOff(Standing at) implements WriterState {
        Pulling onRetry() {
            return new Pulling(at);
        }

        Spilling onSpillDue() {
            return new Spilling(at);
        }
    }

    /** Waiting for the log to have something for the disk, or for another attempt at the store. */
    record Spilling(Standing at) implements WriterState {
        Pulling onRetry() {
            return new Pulling(at);
        }

        SpillWriting onPulled(StoreBatch batch) {
            return new SpillWriting(at, batch, false);
        }
    }

    /**
     * Waiting for the disk.
     *
     * @param retryDue another attempt at the store comes next
     */
    record SpillWriting(Standing at, StoreBatch batch, boolean retryDue) implements WriterState {
        SpillWriting onRetry() {
            return new SpillWriting(at, batch, true);
        }

        WriterState onSpilled(long spilled) {
            Standing now = at.onSpilled(spilled);
            if (batch.last() && complete(spilled)) {
                return new HandedOver(now);
            }
            return retryDue ? new Pulling(now) : new Spilling(now);
        }

        /** A disk that is broken has nothing that can be relied on: the log goes there anew. */
        BackingOff onNotSpilled(StoreFailure cause) {
            return new BackingOff(cause == StoreFailure.SPILL_BROKEN ? at.onSpilled(0) : at);
        }

        boolean complete(long spilled) {
            return spilled >= at.spilledSeq() + batch.events().size();
        }
    }

    /** Everything is stored. */
    record Finished(Standing at) implements WriterState {}

    /** Everything is on disk, and goes from there into the store without this writer. */
    record HandedOver(Standing at) implements WriterState {}
}
