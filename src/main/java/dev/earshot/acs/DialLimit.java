package dev.earshot.acs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a call may be dialled: ten times at once, and once a second from there on. The platform dials again where a socket is
 * lost; each dial supersedes a socket, so that who dials all the time would be all that happens to the call. Of calls beyond
 * the most that are remembered the longest undialled are forgotten, which is in their favour.
 */
final class DialLimit {

    static final int AT_ONCE = 10;
    static final long EVERY_MS = 1_000;

    private final LongSupplier clockMs;
    private final Map<String, Long> paidUntilMs;

    /** @param clockMs monotonic */
    DialLimit(int remembered, LongSupplier clockMs) {
        this.clockMs = clockMs;
        this.paidUntilMs = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > remembered;
            }
        };
    }

    /** Takes one, where there is one left. */
    synchronized boolean allows(String callId) {
        long now = clockMs.getAsLong();
        long paid = Math.max(now, paidUntilMs.getOrDefault(callId, now));
        if (paid - now > (AT_ONCE - 1) * EVERY_MS) {
            return false;
        }
        paidUntilMs.put(callId, paid + EVERY_MS);
        return true;
    }
}
