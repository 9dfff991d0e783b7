package dev.earshot.console;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.call.CallDirectory.Opening;
import dev.earshot.call.CallSetup;
import dev.earshot.call.Calls;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.StringUnmarshallers;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;

/**
 * REST for calls: {@code GET /api/calls}, {@code GET|PUT /api/calls/{id}}, {@code GET /api/calls/{id}/events?after=},
 * {@code GET /api/calls/{id}/ledger}. Errors are {@code {"error":{"code","message"}}}.
 */
public final class CallApi extends AllDirectives {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_SPEAKERS = 64;
    private static final int MAX_PARTICIPANT_CHARS = 256;
    private static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
    private static final Pattern SPEAKER = Pattern.compile("[a-z][a-z-]{0,31}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Calls calls;

    private CallApi(Calls calls) {
        this.calls = calls;
    }

    /** The route. */
    public static Route create(Calls calls) {
        return new CallApi(calls).route();
    }

    private Route route() {
        return pathPrefix(
                segment("api").slash("calls"),
                () -> concat(
                        pathEndOrSingleSlash(() -> get(this::list)),
                        pathPrefix(
                                segment(),
                                callId -> concat(
                                        pathEnd(() -> concat(get(() -> summary(callId)), put(() -> open(callId)))),
                                        path("events", () -> get(() -> events(callId))),
                                        path("ledger", () -> get(() -> ledger(callId)))))));
    }

    private Route list() {
        return completeWithFuture(calls.summaries().thenApply(all -> ok(Rendering.calls(all))));
    }

    private Route summary(String callId) {
        return found(callId, calls.summary(callId), CallSummary::rendered);
    }

    private Route events(String callId) {
        return parameterOptional(
                StringUnmarshallers.LONG,
                "after",
                after -> found(
                        callId,
                        calls.events(callId, after.orElse(0L)),
                        snapshot -> CallSnapshot.renderedEvents(snapshot.events())));
    }

    private Route ledger(String callId) {
        return found(callId, calls.ledger(callId), LedgerSnapshot::rendered);
    }

    private <T> Route found(String callId, CompletionStage<Optional<T>> answer, Function<T, String> rendered) {
        return completeWithFuture(answer.thenApply(value -> value.map(found -> ok(rendered.apply(found)))
                .orElseGet(() -> error(StatusCodes.NOT_FOUND, "unknownCall", "Unknown call '" + callId + "'"))));
    }

    private Route open(String callId) {
        return withSizeLimit(
                MAX_BODY_BYTES,
                () -> entity(Unmarshaller.entityToString(), body -> {
                    if (!CALL_ID.matcher(callId).matches()) {
                        return complete(error(
                                StatusCodes.BAD_REQUEST,
                                "invalidCallId",
                                "A call id has 1 to 128 of these characters: A-Z a-z 0-9 . _ ~ -"));
                    }
                    Optional<CallSetup> setup = setup(body);
                    return setup.isEmpty()
                            ? complete(error(
                                    StatusCodes.BAD_REQUEST,
                                    "invalidSetup",
                                    "Expected {\"speakers\":[{\"participant\":\"…\",\"speaker\":\"agent\"}]}"))
                            : completeWithFuture(calls.open(callId, setup.get()).thenApply(CallApi::opened));
                }));
    }

    private static HttpResponse opened(Opening opening) {
        return opening instanceof Opening.Refused refused
                ? error(StatusCodes.CONFLICT, refused.cause().wireName(), "The call cannot be opened")
                : HttpResponse.create().withStatus(StatusCodes.CREATED);
    }

    private static Optional<CallSetup> setup(String body) {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        JsonNode speakers = tree.path("speakers");
        if (!speakers.isArray() || speakers.size() > MAX_SPEAKERS) {
            return Optional.empty();
        }
        Map<String, String> known = new HashMap<>();
        for (JsonNode entry : speakers) {
            String participant = entry.path("participant").asText("");
            String speaker = entry.path("speaker").asText("");
            if (participant.isEmpty()
                    || participant.length() > MAX_PARTICIPANT_CHARS
                    || !SPEAKER.matcher(speaker).matches()) {
                return Optional.empty();
            }
            known.put(participant, speaker);
        }
        return Optional.of(new CallSetup(known));
    }

    private static HttpResponse ok(String json) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, json);
    }

    private static HttpResponse error(StatusCode status, String code, String message) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(ContentTypes.APPLICATION_JSON, Rendering.error(code, message));
    }
}
