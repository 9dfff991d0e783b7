package dev.earshot.acs.answering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A phone that rings.
 *
 * @param eventId the same whenever the same event is delivered
 * @param callId our name of the call: what the platform correlates its events by
 * @param caller raw id of whoever calls
 * @param called raw id of whoever is called
 * @param context what the call can be answered with; a secret
 * @param at when it began to ring, null where the event does not say
 */
record IncomingCall(
        String eventId,
        String callId,
        @Nullable String caller,
        @Nullable String called,
        String context,
        @Nullable Instant at) {

    /** Without what is personal or secret. */
    @Override
    public String toString() {
        return "IncomingCall[" + callId + "]";
    }
}
