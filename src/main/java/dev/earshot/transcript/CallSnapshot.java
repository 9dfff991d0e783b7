package dev.earshot.transcript;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A call as one reader sees it from its cursor on.
 *
 * @param lastSeq last event of the log, whether or not it is among {@code events}
 * @param events what is in the log after the cursor, in order, without a hole
 * @param volatiles JSON of the partials showing now and of the newest health
 */
public record CallSnapshot(
        String callId, long lastSeq, CallSummary.State state, List<LoggedEvent> events, List<String> volatiles) {

    public CallSnapshot {
        events = List.copyOf(events);
        volatiles = List.copyOf(volatiles);
    }

    /** {@code {"callId","lastSeq","state","events":[…],"volatile":[…]}}, the answer to a subscription. */
    public String rendered() {
        return "{\"callId\":" + CallEventJson.render(callId) + ",\"lastSeq\":" + lastSeq + ",\"state\":"
                + CallEventJson.render(state) + ",\"events\":" + array(events) + ",\"volatile\":["
                + String.join(",", volatiles) + "]}";
    }

    /** {@code {"events":[…]}}. */
    public static String renderedEvents(List<LoggedEvent> events) {
        return "{\"events\":" + array(events) + "}";
    }

    private static String array(List<LoggedEvent> events) {
        return events.stream().map(LoggedEvent::rendered).collect(Collectors.joining(",", "[", "]"));
    }
}
