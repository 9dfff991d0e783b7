package dev.earshot.acs.automation;

import dev.earshot.acs.BoundedJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.pattern.Patterns;

/**
 * {@link CallAutomation} over HTTP. A request that may pass is sent again, with the same repeatability headers and a new
 * signature: the service carries it out once.
 */
public final class CallAutomationClient implements CallAutomation {

    private final AutomationSettings settings;
    private final RetriedRequest requests;
    private final Supplier<UUID> ids;
    private final Clock clock;

    /** @param ids what requests are told apart by, so that one sent twice is carried out once */
    CallAutomationClient(AutomationSettings settings, RetriedRequest requests, Supplier<UUID> ids, Clock clock) {
        this.settings = settings;
        this.requests = requests;
        this.ids = ids;
        this.clock = clock;
    }

    /** Over Pekko HTTP, trusting whom the JVM trusts. */
    public static CallAutomationClient create(
            ActorSystem<?> system, AutomationSettings settings, MeterRegistry meters) {
        return create(system, settings, meters, ConnectionContext.httpsClient(PekkoRestTransport.jvmTrust()));
    }

    static CallAutomationClient create(
            ActorSystem<?> system, AutomationSettings settings, MeterRegistry meters, HttpsConnectionContext tls) {
        Clock clock = Clock.systemUTC();
        Function<Duration, CompletionStage<Done>> pause = wait -> Patterns.after(
                wait, system.classicSystem(), () -> CompletableFuture.completedFuture(Done.getInstance()));
        RestTransport transport =
                new PekkoRestTransport(system, tls, settings.retries().timeout());
        return new CallAutomationClient(
                settings,
                new RetriedRequest(settings, transport, pause, clock, Math::random, new RequestMeter(meters)),
                UUID::randomUUID,
                clock);
    }

    @Override
    public CompletionStage<String> answer(AnswerRequest request) {
        return requests.send(Operation.ANSWER, uri(":answer"), RequestBodies.answer(request), repeatability())
                .thenCompose(CallAutomationClient::connectionId);
    }

    private static CompletionStage<String> connectionId(RestResponse response) {
        Optional<String> id = BoundedJson.read(response.body())
                .map(properties -> BoundedJson.text(properties, "callConnectionId"))
                .filter(text -> !text.isEmpty());
        return id.<CompletionStage<String>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new AutomationException(AutomationCause.UNREADABLE, "no callConnectionId in the answer")));
    }

    @Override
    public CompletionStage<Done> hangUp(String connectionId) {
        return unlessGone(requests.send(Operation.HANG_UP, uri(connectionId, "terminate"), "", repeatability()));
    }

    @Override
    public CompletionStage<Done> startMediaStreaming(String connectionId, String operationContext) {
        return requests.send(
                        Operation.START_MEDIA,
                        uri(connectionId, "startMediaStreaming"),
                        RequestBodies.startMediaStreaming(operationContext),
                        null)
                .thenApply(accepted -> Done.getInstance());
    }

    @Override
    public CompletionStage<Done> stopMediaStreaming(String connectionId) {
        return unlessGone(requests.send(Operation.STOP_MEDIA, uri(connectionId, "stopMediaStreaming"), "{}", null));
    }

    private static CompletionStage<Done> unlessGone(CompletionStage<RestResponse> response) {
        return response.<Done>thenApply(done -> Done.getInstance())
                .exceptionallyCompose(failure -> RetriedRequest.reason(failure) == AutomationCause.CALL_GONE
                        ? CompletableFuture.completedFuture(Done.getInstance())
                        : CompletableFuture.failedFuture(failure));
    }

    private URI uri(String connectionId, String action) {
        String encoded = URLEncoder.encode(connectionId, StandardCharsets.UTF_8).replace("+", "%20");
        return uri('/' + encoded + ':' + action);
    }

    private URI uri(String rest) {
        return URI.create(settings.endpoint().getScheme() + "://"
                + settings.endpoint().getRawAuthority() + "/calling/callConnections" + rest + "?api-version="
                + settings.apiVersion());
    }

    private Repeatability repeatability() {
        return new Repeatability(ids.get(), clock.instant());
    }
}
