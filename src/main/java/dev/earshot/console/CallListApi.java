package dev.earshot.console;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.earshot.call.CallErasure;
import dev.earshot.call.CallId;
import dev.earshot.call.Calls;
import dev.earshot.transcript.CallCursor;
import dev.earshot.transcript.CallPage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * REST for the list of calls: {@code GET /api/calls?before=&from=&to=&limit=} gives a page of it, the newest start first,
 * {@code DELETE /api/calls/{id}} takes a call out of it for good.
 */
public final class CallListApi extends AllDirectives {
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");

    private final Calls calls;
    private final CallErasure erasure;
    private final int maxListed;

    private CallListApi(Calls calls, CallErasure erasure, int maxListed) {
        this.calls = calls;
        this.erasure = erasure;
        this.maxListed = maxListed;
    }

    /**
     * The route.
     *
     * @param maxListed calls on a page at most, and where no limit is given
     */
    public static Route create(Calls calls, CallErasure erasure, int maxListed) {
        return new CallListApi(calls, erasure, maxListed).route();
    }

    private Route route() {
        return pathPrefix(
                segment("api").slash("calls"),
                () -> concat(
                        pathEndOrSingleSlash(() -> get(() -> parameterOptional(
                                "before",
                                before -> parameterOptional(
                                        "from",
                                        from -> parameterOptional(
                                                "to",
                                                to -> parameterOptional(
                                                        "limit", limit -> page(before, from, to, limit))))))),
                        path(segment(), callId -> delete(() -> erase(callId)))));
    }

    private Route page(Optional<String> before, Optional<String> from, Optional<String> to, Optional<String> limit) {
        Optional<CallCursor> place = before.flatMap(CallCursor::parse);
        Optional<Long> start = from.flatMap(CallListApi::millis);
        Optional<Long> end = to.flatMap(CallListApi::millis);
        Optional<Integer> count = limit.flatMap(this::count);
        if (unread(before, place)) {
            return refused("invalidCursor", "before is what next was on the page before, as it was");
        } else if (unread(from, start) || unread(to, end)) {
            return refused("invalidTime", "from and to are instants like 2026-11-22T10:00:00Z");
        } else if (unread(limit, count)) {
            return refused("invalidLimit", "limit is a whole number from 1 to " + maxListed);
        }
        CallPage.Request request = new CallPage.Request(
                place.orElse(null), start.orElse(0L), end.orElse(Long.MAX_VALUE), count.orElse(maxListed));
        return completeWithFuture(
                CallApi.answered(calls.page(request).thenApply(page -> CallApi.ok(Rendering.page(page)))));
    }

    private static boolean unread(Optional<String> given, Optional<?> read) {
        return given.isPresent() && read.isEmpty();
    }

    private Optional<Integer> count(String text) {
        return COUNT.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text)).filter(count -> count >= 1 && count <= maxListed)
                : Optional.empty();
    }

    private static Optional<Long> millis(String text) {
        try {
            return Optional.of(Math.max(0, Instant.parse(text).toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private Route erase(String callId) {
        if (!CallId.valid(callId)) {
            return refused("invalidCallId", CallId.RULE);
        }
        return completeWithFuture(CallApi.answered(erasure.erase(callId)
                .thenApply(erased -> erased
                        ? HttpResponse.create().withStatus(StatusCodes.NO_CONTENT)
                        : CallApi.error(StatusCodes.CONFLICT, "callLives", "A call can be erased once it has ended"))));
    }

    private Route refused(String code, String message) {
        return complete(CallApi.error(StatusCodes.BAD_REQUEST, code, message));
    }
}
