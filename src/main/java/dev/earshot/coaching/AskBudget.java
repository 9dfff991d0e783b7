package dev.earshot.coaching;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many questions any minute of a call may see. */
final class AskBudget {

    private static final long MINUTE_MS = 60_000;

    private final int asksPerMinute;
    private final Deque<Long> spentAtMs = new ArrayDeque<>();

    AskBudget(int asksPerMinute) {
        this.asksPerMinute = asksPerMinute;
    }

    /** Whether one may be asked now; if so, it counts. */
    boolean spend(long nowMs) {
        spentAtMs.removeIf(at -> at <= nowMs - MINUTE_MS);
        if (spentAtMs.size() >= asksPerMinute) {
            return false;
        }
        spentAtMs.add(nowMs);
        return true;
    }
}
