package dev.earshot.transcript;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of calls.
 *
 * @param calls newest start first; perhaps fewer than were asked for, where some have expired
 * @param next where to go on, null where nothing follows
 * @param missing why calls are not on it that should be, null where all are
 */
public record CallPage(List<CallSummary> calls, @Nullable CallCursor next, @Nullable StoreFailure missing) {

    public CallPage {
        calls = List.copyOf(calls);
    }

    /** A page that has all that it should. */
    public CallPage(List<CallSummary> calls, @Nullable CallCursor next) {
        this(calls, next, null);
    }

    /** Of a store that does not say what it has. */
    public static CallPage missing(StoreFailure cause) {
        return new CallPage(List.of(), null, cause);
    }

    /**
     * What a request asks for.
     *
     * @param before only calls after this place in the list, null for its beginning
     * @param fromMs calls that started at this epoch millisecond or later
     * @param toMs calls that started before it
     * @param limit calls at most
     */
    public record Request(@Nullable CallCursor before, long fromMs, long toMs, int limit) {

        public Request {
            if (limit < 1) {
                throw new IllegalArgumentException("limit must be positive: " + limit);
            }
        }

        /** The beginning of the list. */
        public static Request newest(int limit) {
            return new Request(null, 0, Long.MAX_VALUE, limit);
        }

        public boolean covers(CallCursor place) {
            CallCursor start = before;
            return place.startedAtMs() >= fromMs && place.startedAtMs() < toMs && (start == null || place.after(start));
        }
    }

    /** The page of these calls, which are all that there are. */
    public static CallPage of(Collection<CallSummary> all, Request request) {
        List<CallSummary> covered = all.stream()
                .filter(call -> request.covers(CallCursor.of(call)))
                .sorted(CallCursor.NEWEST_FIRST)
                .toList();
        return covered.size() > request.limit() ? cut(covered, request.limit()) : new CallPage(covered, null);
    }

    /**
     * What both pages have, as far as both of them go; this one is right about a call that is on both.
     *
     * @param limit calls at most
     */
    public CallPage with(CallPage other, int limit) {
        Map<String, CallSummary> byId = new LinkedHashMap<>();
        calls.forEach(call -> byId.put(call.callId(), call));
        other.calls.forEach(call -> byId.putIfAbsent(call.callId(), call));
        CallCursor end = nearer(next, other.next);
        List<CallSummary> known = byId.values().stream()
                .filter(call -> end == null || !CallCursor.of(call).after(end))
                .sorted(CallCursor.NEWEST_FIRST)
                .toList();
        CallPage page = known.size() > limit ? cut(known, limit) : new CallPage(known, end);
        return new CallPage(page.calls, page.next, missing == null ? other.missing : missing);
    }

    private static CallPage cut(List<CallSummary> sorted, int limit) {
        List<CallSummary> page = sorted.subList(0, limit);
        return new CallPage(page, CallCursor.of(page.get(limit - 1)));
    }

    private static @Nullable CallCursor nearer(@Nullable CallCursor one, @Nullable CallCursor other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.after(other) ? other : one;
    }
}
