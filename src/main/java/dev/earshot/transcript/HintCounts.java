package dev.earshot.transcript;

import dev.earshot.transcript.CallEvent.HintOffered;
import dev.earshot.transcript.CallEvent.HintOutcome;
import dev.earshot.transcript.CallEvent.HintWithdrawn;
import dev.earshot.transcript.CallEvent.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What has become of a call's hints, as its log has it. */
final class HintCounts {
    /** Of those that no console has shown yet. */
    private final Map<String, Long> deadlineMs = new HashMap<>();

    private final Set<String> open = new HashSet<>();
    private long inTime;

    void on(LoggedEvent logged) {
        CallEvent.Durable event = logged.event();
        if (event instanceof HintOffered offered) {
            deadlineMs.put(offered.hint(), offered.deadlineMs());
            open.add(offered.hint());
        } else if (event instanceof HintWithdrawn withdrawn) {
            open.remove(withdrawn.hint());
        } else if (event instanceof HintOutcome outcome) {
            onOutcome(outcome, logged.atMs());
        }
    }

    private void onOutcome(HintOutcome outcome, long atMs) {
        if (outcome.outcome() != Outcome.RENDERED) {
            open.remove(outcome.hint());
            return;
        }
        Long deadline = deadlineMs.remove(outcome.hint());
        if (deadline != null && atMs <= deadline) {
            inTime++;
        }
    }

    /** On a screen by their deadline. */
    long inTime() {
        return inTime;
    }

    /** Neither withdrawn nor answered by anybody. */
    long open() {
        return open.size();
    }
}
