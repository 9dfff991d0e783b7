package dev.earshot.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One identity's token, for all who show it: fetched when it is first asked for, and again shortly before it expires.
 *
 * <pre>
 *   fetched ────────────────▷ due ───────────────▷ too old ──▷ expired
 *            handed out at       still handed out,     whoever asks waits
 *            once                fetched beside        for the next
 * </pre>
 *
 * One fetch at a time and a bounded one, whoever asks; after one that failed there is a pause in which everybody is told
 * so at once. Safe for any thread, and blocks none.
 */
public final class TokenCache {

    /** A token is fetched anew so long before it expires, or after half of its life where that is later. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    /** The service must still take it when it arrives there. */
    static final Duration TRAVEL = Duration.ofSeconds(10);

    /** Who fails for want of one comes back on its own time, each of them: whoever gives out tokens is asked once for all. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final TokenSource source;
    private final Duration timeout;
    private final Executor executor;
    private final Clock clock;
    private @Nullable Held held;
    private @Nullable CompletableFuture<AccessToken> fetching;
    private @Nullable Failed failed;

    private record Held(AccessToken token, Instant dueAt, Instant tooOldAt) {}

    private record Failed(NoTokenException why, Instant until) {}

    /**
     * Nothing is fetched yet.
     *
     * @param timeout how long whoever asks may wait
     * @param executor what the source may block
     */
    public TokenCache(TokenSource source, Duration timeout, Executor executor, Clock clock) {
        this.source = source;
        this.timeout = timeout;
        this.executor = executor;
        this.clock = clock;
    }

    /** The token of now; fails with {@link NoTokenException}, after {@code timeout} at the latest. */
    public synchronized CompletionStage<AccessToken> token() {
        Instant now = clock.instant();
        Held known = held;
        if (known != null && now.isBefore(known.dueAt())) {
            return CompletableFuture.completedFuture(known.token());
        }
        CompletionStage<AccessToken> next = next(now);
        return known != null && now.isBefore(known.tooOldAt())
                ? CompletableFuture.completedFuture(known.token())
                : next;
    }

    private CompletionStage<AccessToken> next(Instant now) {
        if (fetching != null) {
            return fetching;
        }
        if (failed != null && now.isBefore(failed.until())) {
            return CompletableFuture.failedFuture(failed.why());
        }
        return fetch();
    }

    private CompletionStage<AccessToken> fetch() {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        // what waits is told only after the answer has been remembered
        CompletableFuture<AccessToken> remembered = answer.handle(this::onAnswer);
        fetching = remembered;
        var unused = answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            executor.execute(() -> ask(answer));
        } catch (RuntimeException noThread) {
            answer.completeExceptionally(noThread);
        }
        return remembered;
    }

    private void ask(CompletableFuture<AccessToken> answer) {
        try {
            var unused = source.fetch().whenComplete((token, failure) -> {
                if (failure == null) {
                    answer.complete(token);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
        }
    }

    private synchronized AccessToken onAnswer(@Nullable AccessToken token, @Nullable Throwable failure) {
        fetching = null;
        Instant now = clock.instant();
        if (token == null || !now.isBefore(token.expiresAt())) {
            NoTokenException why = why(failure);
            failed = new Failed(why, now.plus(PAUSE));
            throw new CompletionException(why);
        }
        failed = null;
        held = held(token, now);
        return token;
    }

    private static Held held(AccessToken token, Instant now) {
        Duration half = Duration.between(now, token.expiresAt()).dividedBy(2);
        Instant expiresAt = token.expiresAt();
        return new Held(token, expiresAt.minus(shorter(half, MARGIN)), expiresAt.minus(shorter(half, TRAVEL)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** What is not known to be meant for an operator is told by its kind only: it may hold anything. */
    private NoTokenException why(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoTokenException known) {
            return known;
        }
        String reason = cause == null
                ? "the token had expired when it came"
                : cause instanceof TimeoutException
                        ? "no token for " + timeout
                        : cause.getClass().getSimpleName();
        return new NoTokenException(NoTokenException.Kind.UNAVAILABLE, reason);
    }
}
