package dev.earshot.acs.answering;

/** See {@link CallConnectionActor}, which draws the diagram. A transition exists only on the state that has it. */
sealed interface ConnectionState {

    /** There may be a call on the platform's side. */
    sealed interface Alive extends ConnectionState {
        default Over onDisconnected() {
            return new Over();
        }
    }

    /** The platform was asked to take the call for us. */
    record Answering() implements Alive {
        Standing onAnswered(String connectionId) {
            return new Standing(connectionId);
        }

        Over onNotAnswered() {
            return new Over();
        }

        LeavingUnanswered onLeave() {
            return new LeavingUnanswered();
        }
    }

    /** Nobody wants the call any more, and whether there is one to leave is not yet known. */
    record LeavingUnanswered() implements Alive {
        Leaving onAnswered(String connectionId) {
            return new Leaving(connectionId);
        }

        Over onNotAnswered() {
            return new Over();
        }
    }

    /** It is ours, by the name that the platform gave it. */
    record Standing(String connectionId) implements Alive {
        Leaving onLeave() {
            return new Leaving(connectionId);
        }
    }

    /** The platform is being told that we leave. */
    record Leaving(String connectionId) implements Alive {
        Over onLeft() {
            return new Over();
        }
    }

    record Over() implements ConnectionState {}
}
