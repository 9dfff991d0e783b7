package dev.earshot.acs.answering;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a call that was answered.
 *
 * @param id the same whenever the same event is delivered; empty where it has none
 * @param connectionId of the platform's connection; empty where the event does not say
 * @param at when it happened, null where the event does not say
 */
record CallbackEvent(String id, String connectionId, @Nullable Instant at, What what) {

    /** What happened. */
    sealed interface What {

        /** For logs and metrics. */
        default String type() {
            return getClass().getSimpleName();
        }
    }

    record Connected() implements What {}

    record Disconnected(Result result) implements What {}

    /** The platform could not take the call for us. */
    record AnswerFailed(Result result) implements What {}

    /** @param sequence from 1, the higher is the newer; {@link #NO_SEQUENCE} where the event does not say */
    record ParticipantsUpdated(long sequence, List<Participant> participants) implements What {
        static final long NO_SEQUENCE = 0;
    }

    record StreamingStarted() implements What {}

    record StreamingStopped(String details) implements What {}

    /** @param details the platform's word for it, such as {@code streamConnectionInterrupted} */
    record StreamingFailed(String details, Result result) implements What {}

    /** A kind of event that nothing hangs on here. */
    record Other() implements What {}

    /** Something in a body that is no event. */
    record Unusable() implements What {}

    /** @param rawId personal: not for logs */
    record Participant(String rawId, boolean muted, boolean onHold) {
        @Override
        public String toString() {
            return "Participant";
        }
    }

    /** How something came out; both 0 where the event does not say. */
    record Result(int code, int subCode) {
        static final Result NOT_SAID = new Result(0, 0);

        /** For people; null where the event does not say. */
        @Nullable
        String text() {
            return code == 0 && subCode == 0 ? null : code + "/" + subCode;
        }
    }
}
