package dev.earshot.call;

/**
 * See {@link CallActor}, which draws the diagram. An event leaves a state as it is where the state says nothing of it. Times are ms
 * of the call's clock.
 */
sealed interface CallState {

    /** A media socket brings the call's audio. */
    default CallState onMediaAttached() {
        return this;
    }

    /**
     * The socket is gone.
     *
     * @param graceOverMs until then other media is waited for, or longer
     */
    default CallState onMediaLost(long nowMs, long graceOverMs) {
        return this;
    }

    /** Media was waited for as long as the state allows. */
    default CallState onMediaOverdue() {
        return this;
    }

    /** Media failed, whether or not its socket is known to be lost, and is asked for again: it may take so long to come. */
    default CallState onMediaExpected(long untilMs) {
        return this;
    }

    /**
     * Media failed, whether or not its socket is known to be lost, and is not asked for any more.
     *
     * @param graceOverMs a socket that is there until then is not the one that failed
     */
    default CallState onMediaGivenUp(long graceOverMs) {
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

        /** Until then it is waited for. */
        long untilMs();

        @Override
        default CallState onMediaAttached() {
            return new Hearing();
        }

        @Override
        default CallState onMediaGivenUp(long graceOverMs) {
            return new Draining(EndCause.MEDIA_FAILED);
        }
    }

    /** Opened, and no media socket yet. */
    record AwaitingMedia(long untilMs) implements WithoutMedia {
        @Override
        public CallState onMediaExpected(long until) {
            return new AwaitingMedia(Math.max(untilMs, until));
        }

        @Override
        public CallState onMediaOverdue() {
            return new Draining(EndCause.NO_MEDIA);
        }
    }

    /**
     * A media socket brings audio.
     *
     * @param outlook what is known of the media that would follow it
     */
    record Hearing(MediaOutlook outlook) implements Open {

        /** A socket of which nothing has been told. */
        Hearing() {
            this(new MediaOutlook.Untold());
        }

        @Override
        public CallState onMediaAttached() {
            return new Hearing();
        }

        @Override
        public CallState onMediaExpected(long untilMs) {
            return new Hearing(new MediaOutlook.Expected(untilMs));
        }

        @Override
        public CallState onMediaGivenUp(long graceOverMs) {
            return new Hearing(new MediaOutlook.GivenUp(graceOverMs));
        }

        @Override
        public CallState onMediaLost(long nowMs, long graceOverMs) {
            if (outlook instanceof MediaOutlook.GivenUp givenUp && nowMs < givenUp.untilMs()) {
                return new Draining(EndCause.MEDIA_FAILED);
            }
            return new MediaMissing(
                    outlook instanceof MediaOutlook.Expected expected
                            ? Math.max(graceOverMs, expected.untilMs())
                            : graceOverMs);
        }

        @Override
        public CallState onHungUp() {
            return new HangingUp();
        }
    }

    /** The phone call is over; what is under way on the media socket is still heard. */
    record HangingUp() implements Open {
        @Override
        public CallState onMediaLost(long nowMs, long graceOverMs) {
            return new Draining(EndCause.HUNG_UP);
        }

        @Override
        public CallState onMediaOverdue() {
            return new Draining(EndCause.HUNG_UP);
        }
    }

    /** The socket is gone; ACS may dial again. */
    record MediaMissing(long untilMs) implements WithoutMedia {
        @Override
        public CallState onMediaExpected(long until) {
            return new MediaMissing(Math.max(untilMs, until));
        }

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
