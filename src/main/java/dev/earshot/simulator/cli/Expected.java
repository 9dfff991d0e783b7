package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.Misdeed;

/** What must become of a call, by what is done wrong in it. */
enum Expected {
    HEARD("") {
        @Override
        boolean met(Throwable failure) {
            return false;
        }
    },
    /** With 401, for its token. */
    REFUSED("WAS LET IN, WITH A BAD TOKEN") {
        @Override
        boolean met(Throwable failure) {
            return failure instanceof AcsCaller.NotTaken notTaken && notTaken.unauthorized();
        }
    },
    /** It rang too late, or the platform would not have it answered. */
    NOT_ANSWERED("WAS ANSWERED, AND COULD NOT BE") {
        @Override
        boolean met(Throwable failure) {
            return failure instanceof PhoneNotAnswered;
        }
    };

    private final String otherwise;

    Expected(String otherwise) {
        this.otherwise = otherwise;
    }

    static Expected of(CallFaults faults, int number) {
        if (faults.tokenOf(number).isPresent()) {
            return REFUSED;
        }
        return faults.ofPhone(number).stream().anyMatch(Expected::unanswerable) ? NOT_ANSWERED : HEARD;
    }

    private static boolean unanswerable(Misdeed.ToPhone misdeed) {
        if (misdeed instanceof Misdeed.AnswerRefused refused) {
            return refused.statuses().stream().anyMatch(status -> status < 500 && status != 429 && status != 408);
        }
        return misdeed instanceof Misdeed.Ringing ringing && ringing.how().equals(Misdeed.Ringing.LATE);
    }

    /** Whether this is how it must end. */
    abstract boolean met(Throwable failure);

    /** What to say where a call came about all the same. */
    String otherwise() {
        return otherwise;
    }
}
