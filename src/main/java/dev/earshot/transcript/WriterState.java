package dev.earshot.transcript;

import dev.earshot.transcript.TranscriptActor.StoreBatch;

/** Where the store's writer stands; see {@link StoreWriterActor} for the picture. */
sealed interface WriterState {

    /** The last event that the store has confirmed. */
    long storedSeq();

    /**
     * Waiting for the log to have something.
     *
     * @param failures in a row
     */
    record Pulling(long storedSeq, int failures) implements WriterState {
        Writing onPulled(StoreBatch batch) {
            return new Writing(storedSeq, batch, failures);
        }
    }

    /** Waiting for the store. */
    record Writing(long storedSeq, StoreBatch batch, int failures) implements WriterState {

        /** A store that holds less than it was given has lost what it had, and gets it again, but not in a rush. */
        WriterState onWritten(long stored) {
            if (!complete(stored)) {
                return new BackingOff(stored, 0);
            }
            return batch.last() ? new Finished(stored) : new Pulling(stored, 0);
        }

        BackingOff onNotWritten() {
            return new BackingOff(storedSeq, failures + 1);
        }

        boolean complete(long stored) {
            return stored >= storedSeq + batch.events().size();
        }

        boolean afterTheEnd() {
            return batch.summary().state() == CallSummary.State.ENDED;
        }
    }

    /** Waiting before another attempt; holds no events meanwhile. */
    record BackingOff(long storedSeq, int failures) implements WriterState {
        Pulling onRetry() {
            return new Pulling(storedSeq, failures);
        }
    }

    /** Everything is stored. */
    record Finished(long storedSeq) implements WriterState {}
}
