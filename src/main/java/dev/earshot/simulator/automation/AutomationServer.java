package dev.earshot.simulator.automation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.automation.PhoneFaults.RingDelivery;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * The Call Automation service on loopback, with phones that ring when they are told to. It answers to {@code :answer},
 * {@code :terminate}, {@code :startMediaStreaming}, {@code :stopMediaStreaming}, {@code GET} and {@code DELETE}; a request
 * with repeatability headers that it has seen is carried out once.
 */
public final class AutomationServer {

    private static final Pattern TARGET = Pattern.compile("/calling/callConnections(?:/([^/:?]+))?(?::([A-Za-z]+))?");
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BODY = 1_024 * 1_024;
    private static final Duration LATE = Duration.ofMinutes(10);

    /** So many calls may have a callback under way, and many more wait for their turn. */
    private static final int CONNECTIONS = 64;

    private static final int WAITING = 8_192;

    private final ActorSystem<?> system;
    private final AutomationServerSettings settings;
    private final @Nullable SignatureCheck signatures;
    private final ConnectionPoolSettings towardsServer;
    private final ServerBinding binding;
    private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, PhoneCall> byContext = new ConcurrentHashMap<>();
    private final Map<String, PhoneCall> byConnection = new ConcurrentHashMap<>();
    private final Map<String, HttpResponse> answersGiven = new ConcurrentHashMap<>();
    private final Map<String, List<Integer>> refusalsLeft = new ConcurrentHashMap<>();

    private AutomationServer(ActorSystem<?> system, AutomationServerSettings settings) {
        this.system = system;
        this.settings = settings;
        this.signatures = settings.accessKey() == null ? null : new SignatureCheck(settings.accessKey());
        this.towardsServer = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(CONNECTIONS)
                .withMaxOpenRequests(WAITING);
        ServerBuilder builder = Http.get(system)
                .newServerAt("127.0.0.1", settings.port())
                .withSettings(quiet(ServerSettings.create(system.classicSystem())));
        this.binding = (settings.tls() == null ? builder : builder.enableHttps(settings.tls()))
                .bind((HttpRequest request) -> handle(request))
                .toCompletableFuture()
                .join();
    }

    /**
     * Opens the service.
     *
     * @throws java.util.concurrent.CompletionException where the port is taken
     */
    public static AutomationServer start(ActorSystem<?> system, AutomationServerSettings settings) {
        return new AutomationServer(system, settings);
    }

    /** Without a path. */
    public URI endpoint() {
        return URI.create((settings.tls() == null ? "http" : "https") + "://127.0.0.1:"
                + binding.localAddress().getPort());
    }

    /** All that a client needs. */
    public String connectionString() {
        return "endpoint=" + endpoint() + "/;accesskey=" + settings.accessKey();
    }

    /** In their order of arrival, whatever became of them. */
    public List<RecordedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public CompletionStage<Done> stop() {
        return binding.unbind();
    }

    /** The platform's form of {@code Authorization} is not that of the standard: it would be told with each request, signature and all. */
    private static ServerSettings quiet(ServerSettings usual) {
        return usual.withParserSettings(usual.getParserSettings().withIllegalHeaderWarnings(false));
    }

    /**
     * Asks a web hook whether it wants to be told of calls, as Event Grid does where a subscription is made.
     *
     * @param events where events go
     * @return completes where the code was answered; fails with what was answered in its place
     */
    public CompletionStage<Done> subscribe(URI events) {
        String code = UUID.randomUUID().toString();
        String body = PlatformJson.array(List.of(PlatformJson.validation(code)));
        return send(events, body).thenCompose(response -> response.entity()
                .toStrict(BODY_TIMEOUT.toMillis(), MAX_BODY, system)
                .thenApply(entity -> {
                    String answer = entity.getData().utf8String();
                    if (!PlatformJson.read(answer)
                            .path("validationResponse")
                            .asText("")
                            .equals(code)) {
                        throw new IllegalStateException("The handshake of Event Grid was answered with "
                                + response.status().intValue() + " " + answer);
                    }
                    return Done.getInstance();
                }));
    }

    /**
     * Has a phone ring.
     *
     * @return the statuses with which the event was taken, and the call that may come of it
     */
    public Ringing ring(Ring ring) {
        PhoneCall call = new PhoneCall(ring, this::post, this::credential);
        byContext.put(call.ids().context(), call);
        byConnection.put(call.connectionId(), call);
        refusalsLeft.put(
                call.connectionId(),
                Collections.synchronizedList(new ArrayList<>(ring.faults().refusals())));
        RingDelivery delivery = ring.faults().ring();
        Instant at = delivery == RingDelivery.LATE ? Instant.now().minus(LATE) : Instant.now();
        String body = PlatformJson.array(List.of(PlatformJson.incomingCall(call.ids(), ring, at)));
        CompletionStage<List<Integer>> taken = post(ring.events(), body).thenApply(List::of);
        if (delivery == RingDelivery.TWICE) {
            taken = taken.thenCompose(
                    first -> post(ring.events(), body).thenApply(second -> List.of(first.get(0), second)));
        }
        return new Ringing(taken, call);
    }

    /**
     * A phone that rings.
     *
     * @param taken the status of each delivery of its event
     */
    public record Ringing(CompletionStage<List<Integer>> taken, PhoneCall call) {}

    private CompletionStage<Integer> post(URI uri, String json) {
        return send(uri, json).thenApply(response -> {
            response.discardEntityBytes(system);
            return response.status().intValue();
        });
    }

    private CompletionStage<HttpResponse> send(URI uri, String json) {
        HttpRequest request = HttpRequest.POST(uri.toString()).withEntity(ContentTypes.APPLICATION_JSON, json);
        for (Map.Entry<String, String> header : credential().entrySet()) {
            request = request.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        Http http = Http.get(system);
        return http.singleRequest(
                request,
                http.defaultClientHttpsContext(),
                towardsServer,
                system.classicSystem().log());
    }

    private Map<String, String> credential() {
        return settings.token()
                .get()
                .map(token -> Map.of("Authorization", "Bearer " + token))
                .orElse(Map.of());
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        return request.entity()
                .toStrict(BODY_TIMEOUT.toMillis(), MAX_BODY, system)
                .thenApply(body -> handle(recorded(request, body.getData().utf8String())));
    }

    private RecordedRequest recorded(HttpRequest request, String body) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.value()));
        if (request.entity().getContentLengthOption().orElse(0) > 0) {
            headers.put("content-type", request.entity().getContentType().toString());
        }
        String query = request.getUri().rawQueryString().map(text -> "?" + text).orElse("");
        RecordedRequest recorded =
                new RecordedRequest(request.method().name(), request.getUri().path() + query, headers, body);
        requests.add(recorded);
        return recorded;
    }

    private HttpResponse handle(RecordedRequest request) {
        if (signatures != null && !signatures.passes(request, Instant.now())) {
            return error(401, "Denied", "Denied by the resource provider.");
        }
        String repeatability = request.headers().get("repeatability-request-id");
        HttpResponse before = repeatability == null ? null : answersGiven.get(repeatability);
        HttpResponse answer = before == null ? carryOut(request) : before;
        if (repeatability != null && answer.status().isSuccess()) {
            answersGiven.put(repeatability, answer);
        }
        return answer.status().isSuccess() && isLost(request) ? brokenOff() : answer;
    }

    private boolean isLost(RecordedRequest request) {
        return answeredCall(request).map(PhoneCall::losesAnswer).orElse(false);
    }

    /** A status, and then the end of the connection. */
    private static HttpResponse brokenOff() {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON,
                        MAX_BODY,
                        Source.failed(new IllegalStateException("the response is lost, as it was told to be"))));
    }

    private HttpResponse carryOut(RecordedRequest request) {
        Matcher target = TARGET.matcher(request.target().replaceFirst("\\?.*", ""));
        if (!target.matches()) {
            return error(404, "NotFound", "No such resource");
        }
        String action = Optional.ofNullable(target.group(2)).orElse(request.method());
        if (target.group(1) == null) {
            return action.equals("answer") ? answer(request) : error(404, "NotFound", "No such action");
        }
        PhoneCall call = byConnection.get(target.group(1));
        return call == null || call.disconnected()
                ? error(404, "8522", "Call not found, or terminated.")
                : act(call, action);
    }

    /** The call that a request asks to answer; empty where it asks for something else. */
    private Optional<PhoneCall> answeredCall(RecordedRequest request) {
        JsonNode context = PlatformJson.read(request.body()).path("incomingCallContext");
        return Optional.ofNullable(byContext.get(context.asText()));
    }

    private HttpResponse answer(RecordedRequest request) {
        JsonNode body = PlatformJson.read(request.body());
        PhoneCall call = answeredCall(request).orElse(null);
        if (call == null) {
            return error(400, "8523", "Invalid incoming call context.");
        }
        List<Integer> refusals = refusalsLeft.getOrDefault(call.connectionId(), List.of());
        if (!refusals.isEmpty()) {
            int status = refusals.remove(0);
            HttpResponse refusal = error(status, "Simulated", "As it was told to.");
            return status == 429 || status == 503
                    ? refusal.addHeader(RawHeader.create(
                            "Retry-After", Integer.toString(call.ring().faults().retryAfterSeconds())))
                    : refusal;
        }
        call.onAnswer(body);
        return json(200, call.properties());
    }

    private static HttpResponse act(PhoneCall call, String action) {
        switch (action) {
            case "terminate", "DELETE" -> call.hangUp();
            case "startMediaStreaming" -> call.onStartMedia();
            case "stopMediaStreaming" -> call.onStopMedia();
            case "GET" -> {
                return json(200, call.properties());
            }
            default -> {
                return error(404, "NotFound", "No such action");
            }
        }
        return HttpResponse.create().withStatus(action.endsWith("Streaming") ? 202 : 204);
    }

    private static HttpResponse json(int status, ObjectNode body) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, body.toString());
    }

    private static HttpResponse error(int status, String code, String message) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(ContentTypes.APPLICATION_JSON, PlatformJson.error(code, message));
    }
}
