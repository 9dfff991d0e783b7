package dev.earshot.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a JWK set over HTTP, bounded in bytes and, as a whole, in time: a server that sends a byte now and then is given up like
 * one that sends none. Redirects are not followed.
 */
public final class KeyFetch implements KeySource {

    /** Dozens of times what a set of keys has. */
    static final int MAX_BYTES = 256 * 1_024;

    private final HttpClient http;
    private final URI url;
    private final Duration timeout;

    /** @param timeout from the question to the last byte of the answer */
    public KeyFetch(URI url, Duration timeout) {
        this.http = HttpClient.newHttpClient();
        this.url = url;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<PublicKeys> fetch() {
        HttpRequest request = HttpRequest.newBuilder(url).build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, head -> new BoundedBody(BodySubscribers.ofByteArray(), MAX_BYTES));
        // a copy: what times out here does not end the request by itself
        return answer.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> answer.cancel(true))
                .thenApply(KeyFetch::keys);
    }

    private static PublicKeys keys(HttpResponse<byte[]> answer) {
        try {
            if (answer.statusCode() != 200) {
                throw new IOException("the answer was " + answer.statusCode());
            }
            return PublicKeys.parse(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (IOException | ParseException unusable) {
            throw new CompletionException(unusable);
        }
    }

    /** In one line, for a log. */
    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
