package dev.earshot.transcript;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of calls, which has the newest start first, and by id, downwards, those that started in the same
 * millisecond. It stays where it is whatever else starts, ends or is erased.
 */
public record CallCursor(long startedAtMs, String callId) implements Comparable<CallCursor> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})~([A-Za-z0-9._~:-]{1,160})");
    private static final Comparator<CallCursor> ORDER = Comparator.comparingLong(CallCursor::startedAtMs)
            .thenComparing(CallCursor::callId)
            .reversed();

    /** Calls in the order of the list. */
    public static final Comparator<CallSummary> NEWEST_FIRST = Comparator.comparing(CallCursor::of);

    public static CallCursor of(CallSummary call) {
        return new CallCursor(call.startedAt().toEpochMilli(), call.callId());
    }

    /** What {@link #text} gave; empty for anything else. */
    public static Optional<CallCursor> parse(String text) {
        Matcher cursor = TEXT.matcher(text);
        return cursor.matches()
                ? Optional.of(new CallCursor(Long.parseLong(cursor.group(1)), cursor.group(2)))
                : Optional.empty();
    }

    /** For a URL as it is; whoever is given it gives it back, and reads nothing from it. */
    public String text() {
        return startedAtMs + "~" + callId;
    }

    /** Whether this is further down the list. */
    public boolean after(CallCursor other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(CallCursor other) {
        return ORDER.compare(this, other);
    }
}
