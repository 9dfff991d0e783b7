package dev.earshot.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A token")
class TokenCacheTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private final TokenDesk desk = new TokenDesk();
    private final TokenCache cache = new TokenCache(desk, Patience.LIMIT, Runnable::run, desk);

    @Test
    @DisplayName("is fetched once, for all who ask meanwhile and after")
    void once() {
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        assertThat(first).isNotDone();
        desk.gives("one", HOUR);
        assertThat(first).isCompletedWithValue("one");
        assertThat(second).isCompletedWithValue("one");
        desk.passes(Duration.ofMinutes(54));
        assertThat(ask()).isCompletedWithValue("one");
        assertThat(desk.timesAsked()).isEqualTo(1);
    }

    @Test
    @DisplayName("is fetched anew before it expires, and serves until the next is there")
    void early() {
        fetched("one", HOUR);
        desk.passes(Duration.ofMinutes(55));
        assertThat(ask()).isCompletedWithValue("one");
        assertThat(ask()).isCompletedWithValue("one");
        assertThat(desk.timesAsked()).isEqualTo(2);
        desk.gives("two", HOUR);
        assertThat(ask()).isCompletedWithValue("two");
        assertThat(desk.timesAsked()).isEqualTo(2);
    }

    @Test
    @DisplayName("that is too old to arrive in time is not handed out, nor one that has expired")
    void tooOld() {
        fetched("one", HOUR);
        desk.passes(Duration.ofMinutes(60).minusSeconds(10));
        CompletableFuture<String> waiting = ask();
        assertThat(waiting).isNotDone();
        desk.passes(HOUR);
        assertThat(ask()).isNotDone();
        desk.gives("two", HOUR);
        assertThat(waiting).isCompletedWithValue("two");
        assertThat(desk.timesAsked()).isEqualTo(2);
    }

    @Test
    @DisplayName("of a short life is used for half of it, and is not asked for at every turn")
    void shortLife() {
        fetched("one", Duration.ofMinutes(2));
        desk.passes(Duration.ofSeconds(59));
        assertThat(ask()).isCompletedWithValue("one");
        assertThat(desk.timesAsked()).isEqualTo(1);
        desk.passes(Duration.ofSeconds(1));
        assertThat(ask()).isCompletedWithValue("one");
        assertThat(desk.timesAsked()).isEqualTo(2);
    }

    @Test
    @DisplayName("that cannot be had is told to all who wait, and for a moment to all who ask: nobody is stormed")
    void failure() {
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        desk.fails(new NoTokenException(NoTokenException.Kind.REFUSED, "Entra answered 401"));
        assertNone(first, NoTokenException.Kind.REFUSED, "Entra answered 401");
        assertNone(second, NoTokenException.Kind.REFUSED, "Entra answered 401");
        desk.passes(Duration.ofMillis(999));
        assertNone(ask(), NoTokenException.Kind.REFUSED, "Entra answered 401");
        assertThat(desk.timesAsked()).isEqualTo(1);
        desk.passes(Duration.ofMillis(1));
        CompletableFuture<String> later = ask();
        desk.gives("one", HOUR);
        assertThat(later).isCompletedWithValue("one");
    }

    @Test
    @DisplayName("that still serves is not given up because the next cannot be had")
    void failedRenewal() {
        fetched("one", HOUR);
        desk.passes(Duration.ofMinutes(56));
        assertThat(ask()).isCompletedWithValue("one");
        desk.fails(new IllegalStateException("down"));
        assertThat(ask()).isCompletedWithValue("one");
        assertThat(desk.timesAsked()).isEqualTo(2);
        desk.passes(Duration.ofSeconds(1));
        assertThat(ask()).isCompletedWithValue("one");
        assertThat(desk.timesAsked()).isEqualTo(3);
    }

    @Test
    @DisplayName("that does not come is waited for so long and no longer, and then asked for again")
    void slow() {
        TokenCache hasty = new TokenCache(desk, Duration.ofMillis(1), Runnable::run, desk);
        assertNone(ask(hasty), NoTokenException.Kind.UNAVAILABLE, "no token for PT0.001S");
        desk.gives("late", HOUR);
        desk.passes(Duration.ofSeconds(1));
        var unused = ask(hasty);
        assertThat(desk.timesAsked()).isEqualTo(2);
    }

    @Test
    @DisplayName("that had expired when it came is none")
    void expired() {
        CompletableFuture<String> asked = ask();
        desk.gives("old", Duration.ZERO);
        assertNone(asked, NoTokenException.Kind.UNAVAILABLE, "the token had expired when it came");
    }

    @Test
    @DisplayName("that fails in an unknown way is told by the kind of failure only: it may hold anything")
    void unknownFailure() {
        CompletableFuture<String> asked = ask();
        desk.fails(new CompletionException(new IllegalArgumentException("hush")));
        assertNone(asked, NoTokenException.Kind.UNAVAILABLE, "IllegalArgumentException");
    }

    @Test
    @DisplayName("is none where its source breaks, or no thread is left to ask it")
    void broken() {
        TokenCache breaking = new TokenCache(
                () -> {
                    throw new IllegalStateException("hush");
                },
                Patience.LIMIT,
                Runnable::run,
                desk);
        assertNone(ask(breaking), NoTokenException.Kind.UNAVAILABLE, "IllegalStateException");
        TokenCache busy = new TokenCache(
                desk,
                Patience.LIMIT,
                task -> {
                    throw new RejectedExecutionException("full");
                },
                desk);
        assertNone(ask(busy), NoTokenException.Kind.UNAVAILABLE, "RejectedExecutionException");
    }

    private void fetched(String token, Duration life) {
        CompletableFuture<String> asked = ask();
        desk.gives(token, life);
        assertThat(asked).isCompletedWithValue(token);
    }

    private CompletableFuture<String> ask() {
        return ask(cache);
    }

    private static CompletableFuture<String> ask(TokenCache cache) {
        return cache.token().thenApply(AccessToken::value).toCompletableFuture();
    }

    private static void assertNone(CompletableFuture<String> asked, NoTokenException.Kind kind, String reason) {
        assertThat(asked)
                .failsWithin(Patience.LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        NoTokenException.class, none -> assertThat(none.kind()).isEqualTo(kind))
                .withMessage(reason);
    }
}
