package dev.earshot.call;

import dev.earshot.transcript.CallEvent;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What people at consoles said of a call, and how much more they may say: their words share the call's log with what is
 * heard, and must not fill it. Confined to the call's actor.
 */
final class Remarks {
    static final int MAX_FLAGS = 500;
    static final int MAX_SPEAKER_CHANGES = 500;

    private final Map<String, Set<CallEvent.Outcome>> outcomesByHint = new HashMap<>();
    private int flags;
    private int speakerChanges;

    void onOffered(String hint) {
        outcomesByHint.put(hint, EnumSet.noneOf(CallEvent.Outcome.class));
    }

    boolean knows(String hint) {
        return outcomesByHint.containsKey(hint);
    }

    /** Whether that is news of a hint that was offered: of several pages that show it, the first says so. */
    boolean onOutcome(String hint, CallEvent.Outcome outcome) {
        Set<CallEvent.Outcome> known = outcomesByHint.get(hint);
        return known != null && known.add(outcome);
    }

    /** Whether one more word on who speaks is taken. */
    boolean onSpeaker() {
        if (speakerChanges >= MAX_SPEAKER_CHANGES) {
            return false;
        }
        speakerChanges++;
        return true;
    }

    /** Whether one more flag is taken. */
    boolean onFlag() {
        if (flags >= MAX_FLAGS) {
            return false;
        }
        flags++;
        return true;
    }
}
