package dev.earshot.call;

/** See {@link CallActor}, which draws the diagram. A transition exists only on the state that has it. */
sealed interface CallState {

    /** The call can still be heard. */
    sealed interface Open extends CallState {
        default Draining onEnd(EndCause cause) {
            return new Draining(cause);
        }
    }

    /** Opened, and no media socket yet. */
    record AwaitingMedia() implements Open {
        Hearing onMediaAttached() {
            return new Hearing();
        }
    }

    record Hearing() implements Open {
        MediaMissing onMediaLost() {
            return new MediaMissing();
        }

        HangingUp onHungUp() {
            return new HangingUp();
        }
    }

    /** The phone call is over; what is under way on the media socket is still heard. */
    record HangingUp() implements Open {}

    /** The socket is gone; ACS may dial again. */
    record MediaMissing() implements Open {
        Hearing onMediaAttached() {
            return new Hearing();
        }
    }

    /** No more audio; what is held is still appended and the last transcripts are awaited. */
    record Draining(EndCause cause) implements CallState {
        Closing onDrained() {
            return new Closing(cause);
        }
    }

    /** The sessions are over; the last books are being drawn up. */
    record Closing(EndCause cause) implements CallState {
        Ended onBooksClosed() {
            return new Ended();
        }
    }

    /** The log is complete and may still be read here, until the store has it. */
    record Ended() implements CallState {}
}
