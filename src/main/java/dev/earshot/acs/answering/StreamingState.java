package dev.earshot.acs.answering;

/** How a call's media fares, see {@link CallConnectionActor}. A transition exists only on the state that has it. */
sealed interface StreamingState {

    /** It is wanted. */
    sealed interface Wanted extends StreamingState {

        /** Failures in a row, without a time between them in which it flowed long enough. */
        int failures();

        default Flowing onStarted() {
            return new Flowing(failures());
        }

        default Stopped onStopped() {
            return new Stopped();
        }

        default GivenUp onGivenUp() {
            return new GivenUp();
        }
    }

    /** It is wanted and may fail. */
    sealed interface Fallible extends Wanted {
        default Restarting onFailed() {
            return new Restarting(failures() + 1);
        }
    }

    /** Asked for; nothing has been heard of it. */
    record Awaited(int failures) implements Fallible {}

    record Flowing(int failures) implements Fallible {
        Flowing onStable() {
            return new Flowing(0);
        }
    }

    /** It failed, and is asked for again after a while. */
    record Restarting(int failures) implements Wanted {
        Awaited onDue() {
            return new Awaited(failures);
        }
    }

    /** Somebody else stopped it, and may start it again. */
    record Stopped() implements StreamingState {
        Flowing onStarted() {
            return new Flowing(0);
        }
    }

    record GivenUp() implements StreamingState {}
}
