package dev.earshot.console;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.call.CallDirectory.Opening;
import dev.earshot.call.CallId;
import dev.earshot.call.CallSetup;
import dev.earshot.call.Calls;
import dev.earshot.call.RemarkAnswer;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.export.TranscriptFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatcher1;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * REST for one call: {@code GET|PUT /api/calls/{id}}, {@code GET /api/calls/{id}/events?after=&limit=},
 * {@code GET /api/calls/{id}/ledger}, {@code GET /api/calls/{id}/transcript.{json,vtt,srt,txt}},
 * {@code PUT /api/calls/{id}/tracks/{trackId}/speaker}. Errors are {@code {"error":{"code","message"}}}.
 */
public final class CallApi extends AllDirectives {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_SPEAKERS = 64;
    private static final int MAX_PARTICIPANT_CHARS = 256;
    private static final PathMatcher1<String> TRANSCRIPT = segment(Pattern.compile("transcript\\.([a-z]{1,8})"));
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,15}");
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Logger LOG = LoggerFactory.getLogger(CallApi.class);
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);

    private final Calls calls;
    private final SortedSet<String> playbooks;

    private CallApi(Calls calls, SortedSet<String> playbooks) {
        this.calls = calls;
        this.playbooks = playbooks;
    }

    /**
     * The route.
     *
     * @param playbooks names of those that a call can be coached by
     */
    public static Route create(Calls calls, SortedSet<String> playbooks) {
        return new CallApi(calls, playbooks).route();
    }

    private Route route() {
        return pathPrefix(
                segment("api").slash("calls"),
                () -> pathPrefix(
                        segment(),
                        callId -> concat(
                                pathEnd(() -> concat(get(() -> summary(callId)), put(() -> open(callId)))),
                                path("events", () -> get(() -> events(callId))),
                                path("ledger", () -> get(() -> ledger(callId))),
                                path(TRANSCRIPT, extension -> get(() -> transcript(callId, extension))),
                                path(
                                        segment("tracks").slash(segment()).slash("speaker"),
                                        track -> put(() -> nameSpeaker(callId, track))))));
    }

    private Route summary(String callId) {
        return found(callId, calls.summary(callId), CallSummary::rendered);
    }

    private Route events(String callId) {
        return parameterOptional(
                "after",
                after -> parameterOptional("limit", limit -> {
                    String cursor = after.orElse("0");
                    if (!CURSOR.matcher(cursor).matches()) {
                        return complete(error(
                                StatusCodes.BAD_REQUEST,
                                "invalidCursor",
                                "after is the seq of an event, or 0: a whole number"));
                    }
                    if (!limit.map(text -> LIMIT.matcher(text).matches()).orElse(true)) {
                        return complete(error(
                                StatusCodes.BAD_REQUEST, "invalidLimit", "limit is a number of events from 1 to 999"));
                    }
                    return limit.map(most -> events(callId, Long.parseLong(cursor), Integer.parseInt(most)))
                            .orElseGet(() -> allEvents(callId, Long.parseLong(cursor)));
                }));
    }

    private Route events(String callId, long after, int limit) {
        return found(
                callId, calls.events(callId, after, limit), snapshot -> CallSnapshot.renderedEvents(snapshot.events()));
    }

    private Route allEvents(String callId, long after) {
        return answer(calls.events(callId, after, PagedLog.PAGE)
                .thenApply(first ->
                        first.map(page -> LogFiles.events(log(callId), page)).orElseGet(() -> unknown(callId))));
    }

    /** Where it goes on, of a call that is known. */
    private PagedLog log(String callId) {
        return (after, limit) -> calls.events(callId, after, limit)
                .thenApply(page -> page.orElseThrow(() -> new NoSuchElementException("The call is no longer known")));
    }

    private Route transcript(String callId, String extension) {
        return TranscriptFormat.of(extension)
                .map(format -> extractMaterializer(materializer ->
                        answer(calls.events(callId, 0, PagedLog.PAGE).thenCompose(first -> first.map(
                                        page -> LogFiles.transcript(callId, format, log(callId), page, materializer))
                                .orElseGet(() -> CompletableFuture.completedFuture(unknown(callId)))))))
                .orElseGet(this::reject);
    }

    private Route ledger(String callId) {
        return answer(calls.ledger(callId).thenCompose(books -> books.map(found ->
                        (CompletionStage<HttpResponse>) CompletableFuture.completedFuture(ok(found.rendered())))
                .orElseGet(() -> calls.summary(callId).thenApply(call -> noLedger(callId, call)))));
    }

    /** A call whose owner was killed is known, and nobody closed its books. */
    private static HttpResponse noLedger(String callId, Optional<CallSummary> call) {
        return call.isEmpty()
                ? unknown(callId)
                : error(StatusCodes.NOT_FOUND, "noLedger", "The call ended without a last ledger");
    }

    private <T> Route found(String callId, CompletionStage<Optional<T>> answer, Function<T, String> rendered) {
        return answer(answer.thenApply(
                value -> value.map(found -> ok(rendered.apply(found))).orElseGet(() -> unknown(callId))));
    }

    private static HttpResponse unknown(String callId) {
        return error(StatusCodes.NOT_FOUND, "unknownCall", "Unknown call '" + callId + "'");
    }

    private Route answer(CompletionStage<HttpResponse> response) {
        return completeWithFuture(answered(response));
    }

    /** A store that is away may know more than this node does: that is neither an error nor a call that is unknown. */
    static CompletionStage<HttpResponse> answered(CompletionStage<HttpResponse> response) {
        return response.exceptionally(failure -> StoreProblem.of(failure)
                .map(named -> error(StatusCodes.SERVICE_UNAVAILABLE, named.wireName(), StoreProblem.message(named)))
                .orElseGet(() -> unavailable(failure)));
    }

    private static HttpResponse unavailable(Throwable failure) {
        LOG.atWarn()
                .setMessage("a question about calls was not answered")
                .addKeyValue("cause", failure)
                .log();
        return error(StatusCodes.SERVICE_UNAVAILABLE, "unavailable", "Calls cannot be read now");
    }

    private Route open(String callId) {
        return CallId.valid(callId)
                ? withBody(body -> open(callId, body))
                : complete(error(StatusCodes.BAD_REQUEST, "invalidCallId", CallId.RULE));
    }

    private Route withBody(Function<String, Route> then) {
        return extractRequestContext(request -> onComplete(
                () -> request.getRequest()
                        .entity()
                        .toStrict(BODY_TIMEOUT.toMillis(), MAX_BODY_BYTES, request.getMaterializer()),
                body -> body.isSuccess()
                        ? then.apply(body.get().getData().utf8String())
                        : complete(error(
                                StatusCodes.CONTENT_TOO_LARGE,
                                "tooLarge",
                                "What is told of a call has at most " + MAX_BODY_BYTES
                                        + " bytes, and comes in one go"))));
    }

    private Route nameSpeaker(String callId, String track) {
        return withBody(body -> speaker(body)
                .map(speaker -> answer(calls.nameSpeaker(callId, track, speaker)
                        .thenApply(named -> named.map(CallApi::named).orElseGet(() -> unknown(callId)))))
                .orElseGet(() -> complete(error(
                        StatusCodes.BAD_REQUEST,
                        "invalidSpeaker",
                        "Expected {\"speaker\":\"candidate\"}: lower-case letters and dashes, 32 at most"))));
    }

    private static Optional<String> speaker(String body) {
        try {
            return Optional.of(JSON.readTree(body).path("speaker").asText("")).filter(CallSetup::validSpeaker);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static HttpResponse named(RemarkAnswer answer) {
        return switch (answer) {
            case TAKEN -> HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
            case UNKNOWN_TRACK -> error(StatusCodes.NOT_FOUND, answer.wireName(), "The call has no such track");
            case CALL_ENDED -> error(StatusCodes.CONFLICT, answer.wireName(), "The call has ended");
            case TOO_MANY_SPEAKERS, TOO_MANY_FLAGS, UNKNOWN_HINT ->
                error(
                        StatusCodes.TOO_MANY_REQUESTS,
                        answer.wireName(),
                        "The call has been told so as often as it takes");
        };
    }

    private Route open(String callId, String body) {
        Optional<CallSetup> setup = setup(body);
        String playbook = setup.map(CallSetup::playbook).orElse(null);
        if (setup.isEmpty()) {
            return complete(
                    error(
                            StatusCodes.BAD_REQUEST,
                            "invalidSetup",
                            "Expected {\"speakers\":[{\"participant\":\"…\",\"speaker\":\"agent\"}],\"playbook\":\"…\"}, or one of both"));
        } else if (playbook != null && !playbooks.contains(playbook)) {
            return complete(error(
                    StatusCodes.BAD_REQUEST,
                    "unknownPlaybook",
                    "There is no playbook of that name; known are " + String.join(", ", playbooks)));
        }
        return answer(calls.open(callId, setup.get()).thenApply(CallApi::opened));
    }

    private static HttpResponse opened(Opening opening) {
        if (opening instanceof Opening.Opened opened) {
            return HttpResponse.create().withStatus(opened.before() ? StatusCodes.OK : StatusCodes.CREATED);
        }
        String cause = ((Opening.Refused) opening).cause().wireName();
        return error(StatusCodes.CONFLICT, cause, "The call cannot be opened");
    }

    private static Optional<CallSetup> setup(String body) {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        JsonNode playbook = tree.path("playbook");
        boolean named = playbook.isTextual();
        if (!named && !playbook.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode speakers = tree.path("speakers");
        Optional<Map<String, String>> known =
                named && speakers.isMissingNode() ? Optional.of(Map.of()) : speakers(speakers);
        return known.map(all -> new CallSetup(all, named ? playbook.asText() : null));
    }

    private static Optional<Map<String, String>> speakers(JsonNode speakers) {
        if (!speakers.isArray() || speakers.size() > MAX_SPEAKERS) {
            return Optional.empty();
        }
        Map<String, String> known = new HashMap<>();
        for (JsonNode entry : speakers) {
            String participant = entry.path("participant").asText("");
            String speaker = entry.path("speaker").asText("");
            if (participant.isEmpty()
                    || participant.length() > MAX_PARTICIPANT_CHARS
                    || !CallSetup.validSpeaker(speaker)) {
                return Optional.empty();
            }
            known.put(participant, speaker);
        }
        return Optional.of(known);
    }

    static HttpResponse ok(String json) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, json);
    }

    static HttpResponse error(StatusCode status, String code, String message) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(ContentTypes.APPLICATION_JSON, Rendering.error(code, message));
    }
}
