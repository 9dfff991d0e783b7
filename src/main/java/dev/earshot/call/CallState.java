package dev.earshot.call;

/** See {@link CallActor}, which draws the diagram. An event leaves a state as it is where the state says nothing of it. */
sealed interface CallState {

    /** A media socket brings the call's audio. */
    default CallState onMediaAttached() {
        return this;
    }

    default CallState onMediaLost() {
        return this;
    }

    /** Media was waited for as long as the state allows. */
    default CallState onMediaOverdue() {
        return this;
    }

    /** Media that is missing will not come. */
    default CallState onMediaGivenUp() {
        return this;
    }

    /** The phone call is over. */
    default CallState onHungUp() {
        return this;
    }

    /** The call is to end, whatever it is doing. */
    default CallState onEnd(EndCause cause) {
        return this;
    }

    /** All is heard and final, or no longer waited for. */
    default CallState onDrained() {
        return this;
    }

    /** The call can still be heard. */
    sealed interface Open extends CallState {
        @Override
        default CallState onHungUp() {
            return new Draining(EndCause.HUNG_UP);
        }

        @Override
        default CallState onEnd(EndCause cause) {
            return new Draining(cause);
        }
    }

    /** There is no media socket. One that comes is heard, whatever was said of it. */
    sealed interface WithoutMedia extends Open {
        @Override
        default CallState onMediaAttached() {
            return new Hearing();
        }

        @Override
        default CallState onMediaGivenUp() {
            return new Draining(EndCause.MEDIA_FAILED);
        }
    }

    /** Opened, and no media socket yet. */
    record AwaitingMedia() implements WithoutMedia {
        @Override
        public CallState onMediaOverdue() {
            return new Draining(EndCause.NO_MEDIA);
        }
    }

    record Hearing() implements Open {
        @Override
        public CallState onMediaLost() {
            return new MediaMissing();
        }

        @Override
        public CallState onHungUp() {
            return new HangingUp();
        }
    }

    /** The phone call is over; what is under way on the media socket is still heard. */
    record HangingUp() implements Open {
        @Override
        public CallState onMediaLost() {
            return new Draining(EndCause.HUNG_UP);
        }

        @Override
        public CallState onMediaOverdue() {
            return new Draining(EndCause.HUNG_UP);
        }
    }

    /** The socket is gone; ACS may dial again. */
    record MediaMissing() implements WithoutMedia {
        @Override
        public CallState onMediaOverdue() {
            return new Draining(EndCause.MEDIA_ENDED);
        }
    }

    /** No more audio; what is held is still appended and the last transcripts are awaited. */
    record Draining(EndCause cause) implements CallState {
        @Override
        public CallState onDrained() {
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
