package dev.earshot.acs.automation;

import dev.earshot.acs.BoundedJson;
import dev.earshot.cloud.NoTokenException;
import dev.earshot.cloud.RetryAfter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, sent until it is answered for good or its time is up.
 *
 * <pre>
 *   attempt ──2xx──▷ done
 *      │ ▲
 *      │ └── wait: backoff, or longer where the service says so ◁── 408, 429, 5xx, no connection, no token
 *      │                                          │ attempts or time used up
 *      └── anything else ──▷ failed ◁─────────────┘
 * </pre>
 */
final class RetriedRequest {

    private static final Logger LOG = LoggerFactory.getLogger(RetriedRequest.class);

    /** The wait is longer by a random share of up to this, so that calls that failed together do not return together. */
    private static final double JITTER = 0.3;

    private static final String ERROR_CODE = "[A-Za-z0-9._-]{1,64}";

    private final AutomationSettings settings;
    private final RestTransport transport;
    private final Function<Duration, CompletionStage<Done>> pause;
    private final Clock clock;
    private final DoubleSupplier random;
    private final RequestMeter meter;

    RetriedRequest(
            AutomationSettings settings,
            RestTransport transport,
            Function<Duration, CompletionStage<Done>> pause,
            Clock clock,
            DoubleSupplier random,
            RequestMeter meter) {
        this.settings = settings;
        this.transport = transport;
        this.pause = pause;
        this.clock = clock;
        this.random = random;
        this.meter = meter;
    }

    /** The successful response; fails with {@link AutomationException}. */
    CompletionStage<RestResponse> send(
            Operation operation, URI uri, String body, @Nullable Repeatability repeatability) {
        Instant until = clock.instant().plus(settings.retries().within());
        return attempt(new Request(operation, uri, body, repeatability, until), 1);
    }

    private record Request(
            Operation operation, URI uri, String body, @Nullable Repeatability repeatability, Instant until) {

        RestRequest signed(Map<String, String> credential) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Accept", "application/json");
            headers.put("x-ms-client-request-id", UUID.randomUUID().toString());
            if (!body.isEmpty()) {
                headers.put("Content-Type", "application/json");
            }
            if (repeatability != null) {
                headers.putAll(repeatability.headers());
            }
            headers.putAll(credential);
            return new RestRequest("POST", uri, headers, body);
        }
    }

    private CompletionStage<RestResponse> attempt(Request request, int number) {
        return once(request)
                .handle((response, failure) -> failure == null
                        ? onResponse(request, number, response)
                        : onFailure(request, number, cause(failure), Duration.ZERO, detail(failure)))
                .thenCompose(Function.identity());
    }

    private CompletionStage<RestResponse> once(Request request) {
        return settings.credential()
                .headers("POST", request.uri(), request.body(), clock.instant())
                .thenCompose(credential -> transport.send(request.signed(credential)));
    }

    private CompletionStage<RestResponse> onResponse(Request request, int number, RestResponse response) {
        if (response.successful()) {
            meter.count(request.operation(), null);
            return CompletableFuture.completedFuture(response);
        }
        return onFailure(
                request,
                number,
                AutomationCause.ofStatus(response.status()),
                RetryAfter.of(response::header),
                "status " + response.status() + errorCode(response));
    }

    private CompletionStage<RestResponse> onFailure(
            Request request, int number, AutomationCause cause, Duration asked, String detail) {
        meter.count(request.operation(), cause);
        Duration wait = longer(asked, jittered(settings.retries().backoff(number)));
        boolean again = cause.passing()
                && number < settings.retries().attempts()
                && !clock.instant().plus(wait).isAfter(request.until());
        LOG.atInfo()
                .setMessage(again ? "the phone service is asked again" : "the phone service did not do it")
                .addKeyValue("operation", request.operation().wireName())
                .addKeyValue("attempt", number)
                .addKeyValue("cause", cause.wireName())
                .addKeyValue("detail", detail)
                .addKeyValue("waitMs", again ? wait.toMillis() : 0)
                .log();
        return again
                ? pause.apply(wait).thenCompose(passed -> attempt(request, number + 1))
                : CompletableFuture.failedFuture(new AutomationException(cause, detail));
    }

    private Duration jittered(Duration wait) {
        return wait.plusMillis((long) (wait.toMillis() * JITTER * random.getAsDouble()));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** The service's own word for it. Its message may quote what it was asked. */
    private static String errorCode(RestResponse response) {
        return BoundedJson.read(response.body())
                .map(body -> BoundedJson.text(body.path("error"), "code"))
                .filter(code -> code.matches(ERROR_CODE))
                .map(code -> ", " + code)
                .orElse("");
    }

    private static AutomationCause cause(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof NoTokenException none) {
            return none.kind() == NoTokenException.Kind.REFUSED
                    ? AutomationCause.IDENTITY_REFUSED
                    : AutomationCause.NO_TOKEN;
        }
        return cause instanceof TimeoutException ? AutomationCause.TIMEOUT : AutomationCause.UNREACHABLE;
    }

    /** What is not known to be meant for an operator is told by its kind only: it may hold anything. */
    private static String detail(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof NoTokenException
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName();
    }

    /** Why a request of this class failed. */
    static AutomationCause reason(Throwable failure) {
        return unwrapped(failure) instanceof AutomationException known ? known.reason() : AutomationCause.UNREACHABLE;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
