package dev.earshot.transcript;

import java.util.Objects;

/**
 * A durable event in its place in the log.
 *
 * @param seq contiguous from 1 in each call
 * @param atMs call clock when it entered the log
 * @param rendered its JSON, made once and shared by console, REST and store
 */
public record LoggedEvent(String callId, long seq, long atMs, CallEvent.Durable event, String rendered) {

    public LoggedEvent {
        Objects.requireNonNull(callId);
        Objects.requireNonNull(event);
        Objects.requireNonNull(rendered);
    }

    public static LoggedEvent of(String callId, long seq, long atMs, CallEvent.Durable event) {
        return new LoggedEvent(callId, seq, atMs, event, CallEventJson.durable(callId, seq, atMs, event));
    }
}
