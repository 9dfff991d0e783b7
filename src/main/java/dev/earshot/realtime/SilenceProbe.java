package dev.earshot.realtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells a service that is gone from one that has nothing to say: a caller may be silent for minutes, and the service with
 * them. Only a question that nobody answers tells. Confined to its session.
 */
final class SilenceProbe {
    private static final String EVENT = "probe";

    private final Duration timeout;
    private final ProbeEvidence evidence;
    private boolean spokenTo;
    private boolean asked;

    /** What is to be done after the timeout has passed once more. */
    enum Step {
        NOTHING,
        ASK,
        GIVE_UP
    }

    /** @param timeout zero never asks */
    SilenceProbe(Duration timeout, ProbeEvidence evidence) {
        this.timeout = timeout;
        this.evidence = evidence;
    }

    /** How often to look; null for never. */
    @Nullable
    Duration every() {
        return timeout.isZero() ? null : timeout;
    }

    /** The service has said something, whatever it was. */
    void onWord() {
        spokenTo = true;
    }

    Step onTimeout() {
        if (spokenTo) {
            spokenTo = false;
            asked = false;
            return Step.NOTHING;
        }
        if (asked) {
            return evidence.answered() ? Step.GIVE_UP : Step.NOTHING;
        }
        asked = true;
        return Step.ASK;
    }

    /** The question: for an item that there is not, because any answer will do. */
    static String question() {
        return ClientEvents.probe(EVENT);
    }

    /** Whether the service answers at all: a session asks at its beginning as long as nobody knows. */
    boolean proven() {
        return evidence.answered();
    }

    /** Whether an error is the answer to the question. */
    boolean onFailed(ServerEvent.Failed failed) {
        boolean answer = EVENT.equals(failed.clientEvent());
        if (answer) {
            evidence.onAnswer();
        }
        return answer;
    }
}
