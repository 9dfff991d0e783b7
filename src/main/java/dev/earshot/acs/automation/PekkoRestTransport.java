package dev.earshot.acs.automation;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;

/** Sends requests over a pool of connections. */
final class PekkoRestTransport implements RestTransport {

    /** Many phones may ring at once; whoever finds no connection free waits for one. */
    private static final int MAX_CONNECTIONS = 32;

    private static final int MAX_WAITING = 2_048;
    private static final long MAX_BODY_BYTES = 256 * 1_024;

    private final ActorSystem<?> system;
    private final HttpsConnectionContext tls;
    private final ConnectionPoolSettings pool;
    private final Duration timeout;

    PekkoRestTransport(ActorSystem<?> system, HttpsConnectionContext tls, Duration timeout) {
        this.system = system;
        this.tls = tls;
        this.timeout = timeout;
        // who sends again, with a new signature, is the caller
        this.pool = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(MAX_CONNECTIONS)
                .withMaxOpenRequests(MAX_WAITING)
                .withMaxRetries(0);
    }

    static SSLContext jvmTrust() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    @Override
    public CompletionStage<RestResponse> send(RestRequest request) {
        CompletableFuture<RestResponse> answer = new CompletableFuture<>();
        var bounded = answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        var unused = Http.get(system)
                .singleRequest(http(request), tls, pool, system.classicSystem().log())
                .thenCompose(this::read)
                .whenComplete((response, failure) -> {
                    if (failure == null) {
                        answer.complete(response);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return bounded;
    }

    private static HttpRequest http(RestRequest request) {
        HttpRequest http = HttpRequest.create(request.uri().toString())
                .withMethod(HttpMethods.lookup(request.method()).orElseThrow());
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            if (!header.getKey().equals("Content-Type")) {
                http = http.addHeader(RawHeader.create(header.getKey(), header.getValue()));
            }
        }
        return request.body().isEmpty() ? http : http.withEntity(ContentTypes.APPLICATION_JSON, request.body());
    }

    private CompletionStage<RestResponse> read(HttpResponse response) {
        return response.entity()
                .toStrict(timeout.toMillis(), MAX_BODY_BYTES, system)
                .thenApply(HttpEntity.Strict::getData)
                .thenApply(
                        body -> new RestResponse(response.status().intValue(), headers(response), body.utf8String()));
    }

    private static Map<String, String> headers(HttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.getHeaders().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.value()));
        return headers;
    }
}
