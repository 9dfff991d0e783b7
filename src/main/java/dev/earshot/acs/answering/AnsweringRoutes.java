package dev.earshot.acs.answering;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acs.AcsDoor;
import dev.earshot.acs.AcsErrors;
import dev.earshot.acs.BoundedJson;
import dev.earshot.call.CallId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the platform tells of calls: {@code POST /acs/events} for Event Grid, {@code POST /acs/callbacks/{callId}} for what
 * happens in a call that was answered. Errors are {@code {"error":{"code","message"}}}. A body that holds no events, is too
 * large or too slow is refused with a status that Event Grid does not try again; 503 it does.
 */
public final class AnsweringRoutes extends AllDirectives {

    /** As much as Event Grid sends in one go. */
    static final long MAX_BODY_BYTES = 1_024 * 1_024;

    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);
    private static final String ORIGIN = "WebHook-Request-Origin";
    private static final Logger LOG = LoggerFactory.getLogger(AnsweringRoutes.class);

    private final AnsweredCalls connections;
    private final AcsDoor door;

    private AnsweringRoutes(AnsweredCalls connections, AcsDoor door) {
        this.connections = connections;
        this.door = door;
    }

    public static Route create(AnsweredCalls connections, AcsDoor door) {
        AnsweringRoutes routes = new AnsweringRoutes(connections, door);
        return routes.concat(
                routes.path(segment("acs").slash("events"), () -> door.events(routes::events)),
                routes.path(
                        segment("acs").slash("callbacks").slash(segment()),
                        callId -> routes.post(() -> routes.callbacks(callId))));
    }

    /** Where no resource is configured that calls could be answered by. */
    public static Route notConfigured() {
        HttpResponse answer = AcsErrors.of(
                404,
                "answeringNotConfigured",
                "Calls are answered where EARSHOT_ACS_CONNECTION_STRING or _ENDPOINT is set");
        Routes routes = new Routes();
        return routes.pathPrefix(
                segment("acs"),
                () -> routes.concat(
                        routes.pathPrefix("events", () -> routes.complete(answer)),
                        routes.pathPrefix("callbacks", () -> routes.complete(answer))));
    }

    private static final class Routes extends AllDirectives {}

    /** The handshake of Event Grid's own schema is a post, that of CloudEvents this one. */
    private Route events() {
        return concat(
                post(() -> body(this::onEvents)),
                options(() -> headerValueByName(
                        ORIGIN,
                        origin -> complete(HttpResponse.create()
                                .addHeader(RawHeader.create("WebHook-Allowed-Origin", origin))
                                .addHeader(RawHeader.create("WebHook-Allowed-Rate", "*"))))));
    }

    private CompletionStage<HttpResponse> onEvents(String body) {
        Optional<List<GridEvent>> events = GridEvents.read(body);
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(noEvents());
        }
        CompletionStage<HttpResponse> answer = CompletableFuture.completedFuture(HttpResponse.create());
        for (GridEvent event : events.get()) {
            answer = answer.thenCombine(onEvent(event), AnsweringRoutes::worse);
        }
        return answer;
    }

    private CompletionStage<HttpResponse> onEvent(GridEvent event) {
        if (event instanceof GridEvent.Ringing ringing) {
            return connections.ring(ringing.call()).thenApply(AnsweringRoutes::answer);
        } else if (event instanceof GridEvent.Validation validation) {
            connections.meter().event("validation");
            return CompletableFuture.completedFuture(validated(validation.code()));
        }
        connections.meter().event(event instanceof GridEvent.Other ? "ignored" : "unusable");
        return CompletableFuture.completedFuture(HttpResponse.create());
    }

    private static HttpResponse answer(RingFate fate) {
        return fate == RingFate.NOT_TAKEN
                ? AcsErrors.of(503, fate.wireName(), "No further call is taken here now")
                : HttpResponse.create();
    }

    private static HttpResponse validated(String code) {
        ObjectNode body = BoundedJson.object().put("validationResponse", code);
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, body.toString());
    }

    /** One answer for many events: one that is to be tried again counts most, and those that say something more than the rest. */
    private static HttpResponse worse(HttpResponse one, HttpResponse other) {
        boolean otherSaysMore = other.status().intValue() > one.status().intValue()
                || (other.status().equals(one.status()) && one.entity().isKnownEmpty());
        return otherSaysMore ? other : one;
    }

    private Route callbacks(String callId) {
        return CallId.valid(callId)
                ? door.callbacks(callId, () -> body(body -> onCallbacks(callId, body)))
                : complete(AcsErrors.of(400, "invalidCallId", CallId.RULE));
    }

    private CompletionStage<HttpResponse> onCallbacks(String callId, String body) {
        Optional<List<CallbackEvent>> events = CallbackEvents.read(body);
        return events.isEmpty()
                ? CompletableFuture.completedFuture(noEvents())
                : connections
                        .report(callId, events.get())
                        .thenApply(known -> known
                                ? HttpResponse.create()
                                : AcsErrors.of(404, "unknownCall", "No call of this name was answered here"));
    }

    /** The whole body, bounded in size and time. */
    private Route body(Function<String, CompletionStage<HttpResponse>> then) {
        return extractRequestContext(request -> onComplete(
                () -> request.getRequest()
                        .entity()
                        .toStrict(BODY_TIMEOUT.toMillis(), MAX_BODY_BYTES, request.getMaterializer()),
                body -> body.isSuccess()
                        ? completeWithFuture(then.apply(body.get().getData().utf8String())
                                .exceptionally(AnsweringRoutes::unavailable))
                        : complete(unread(body.failed().get()))));
    }

    private static HttpResponse unread(Throwable failure) {
        return failure instanceof TimeoutException
                ? AcsErrors.of(408, "tooSlow", "The body did not come in time")
                : AcsErrors.of(413, "tooLarge", "At most " + MAX_BODY_BYTES + " bytes are read");
    }

    private static HttpResponse unavailable(Throwable failure) {
        LOG.atWarn()
                .setMessage("events were not taken")
                .addKeyValue("cause", failure.getClass().getSimpleName())
                .log();
        return AcsErrors.of(503, "unavailable", "Events cannot be taken now");
    }

    private static HttpResponse noEvents() {
        return AcsErrors.of(400, "noEvents", "Expected an array of events, or one event, as JSON");
    }
}
