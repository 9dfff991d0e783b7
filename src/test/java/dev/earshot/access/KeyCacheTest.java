package dev.earshot.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cache of keys")
class KeyCacheTest {

    private static final Duration COOLDOWN = Duration.ofSeconds(30);
    private static RSAKey first;
    private static RSAKey second;

    private final Deque<CompletableFuture<PublicKeys>> fetches = new ArrayDeque<>();
    private long nowMs = 1_000;
    private int fetched;
    private final KeyCache cache = new KeyCache(this::fetch, KeyCache.Times.with(COOLDOWN), () -> nowMs);

    @BeforeAll
    static void makeKeys() throws Exception {
        first = new RSAKeyGenerator(2_048).keyID("first").generate();
        second = new RSAKeyGenerator(2_048).keyID("second").generate();
    }

    private CompletableFuture<PublicKeys> fetch() {
        fetched++;
        CompletableFuture<PublicKeys> answer = new CompletableFuture<>();
        fetches.add(answer);
        return answer;
    }

    @Test
    @DisplayName("lets all who need the first keys wait for one fetch")
    void oneFetch() throws Exception {
        CompletableFuture<KeyCache.Lookup> one = find("first");
        CompletableFuture<KeyCache.Lookup> other = find("second");
        assertThat(one).isNotDone();
        assertThat(fetched).isEqualTo(1);
        answer(first);
        assertFound(one);
        assertMissing(other, AccessRefusal.UNKNOWN_KEY);
    }

    @Test
    @DisplayName("asks for an unknown key once in a while, and not for each token that names one")
    void cooldown() throws Exception {
        fetchedFirst();
        assertMissing(find("unknown"), AccessRefusal.UNKNOWN_KEY);
        pass(COOLDOWN.minusMillis(1));
        assertMissing(find("unknown"), AccessRefusal.UNKNOWN_KEY);
        assertThat(fetched).isEqualTo(1);

        pass(Duration.ofMillis(1));
        CompletableFuture<KeyCache.Lookup> asked = find("unknown");
        assertThat(fetched).isEqualTo(2);
        assertFound(find("first"));
        answer(first);
        assertMissing(asked, AccessRefusal.UNKNOWN_KEY);
        assertMissing(find("unknown"), AccessRefusal.UNKNOWN_KEY);
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    @DisplayName("finds a key that was rotated in, and no longer the one that was rotated out")
    void rotation() throws Exception {
        fetchedFirst();
        pass(COOLDOWN);
        CompletableFuture<KeyCache.Lookup> asked = find("second");
        answer(second);
        assertFound(asked);
        assertMissing(find("first"), AccessRefusal.UNKNOWN_KEY);
    }

    @Test
    @DisplayName("fetches keys that have grown old behind the back of those who use them")
    void refresh() throws Exception {
        fetchedFirst();
        pass(Duration.ofHours(1));
        assertFound(find("first"));
        assertThat(fetched).isEqualTo(2);
        assertFound(find("first"));
        answer(first);
        assertFound(find("first"));
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    @DisplayName("uses keys on while newer ones cannot be had, but not for ever")
    void outage() throws Exception {
        fetchedFirst();
        pass(Duration.ofHours(1));
        assertFound(find("first"));
        fail();
        assertFound(find("first"));
        assertThat(fetched).isEqualTo(2);
        pass(Duration.ofSeconds(5));
        assertFound(find("first"));
        assertThat(fetched).isEqualTo(3);
        fail();
        pass(Duration.ofHours(5));
        CompletableFuture<KeyCache.Lookup> late = find("first");
        fail();
        assertMissing(late, AccessRefusal.KEYS_UNAVAILABLE);
    }

    @Test
    @DisplayName("does not call a key unknown that nobody could look for")
    void unavailable() {
        CompletableFuture<KeyCache.Lookup> asked = find("first");
        fail();
        assertMissing(asked, AccessRefusal.KEYS_UNAVAILABLE);
        assertMissing(find("first"), AccessRefusal.KEYS_UNAVAILABLE);
        assertThat(fetched).isEqualTo(1);
        pass(Duration.ofSeconds(5));
        assertThat(find("first")).isNotDone();
    }

    @Test
    @DisplayName("tries every key on a token that names none")
    void nameless() throws Exception {
        CompletableFuture<KeyCache.Lookup> asked = find(null);
        answer(first, second);
        assertThat(asked.join()).isInstanceOfSatisfying(KeyCache.Lookup.Found.class, found -> assertThat(found.keys())
                .hasSize(2));
    }

    private void fetchedFirst() throws Exception {
        cache.fetchAhead();
        answer(first);
    }

    private CompletableFuture<KeyCache.Lookup> find(@Nullable String keyId) {
        return cache.find(keyId).toCompletableFuture();
    }

    private void answer(RSAKey... keys) throws Exception {
        fetches.remove().complete(PublicKeys.parse(new JWKSet(List.of(keys)).toString()));
    }

    private void fail() {
        fetches.remove().completeExceptionally(new IOException("away"));
    }

    private void pass(Duration time) {
        nowMs += time.toMillis();
    }

    private static void assertFound(CompletableFuture<KeyCache.Lookup> asked) {
        assertThat(asked).isCompletedWithValueMatching(KeyCache.Lookup.Found.class::isInstance);
    }

    private static void assertMissing(CompletableFuture<KeyCache.Lookup> asked, AccessRefusal cause) {
        assertThat(asked).isCompletedWithValue(new KeyCache.Lookup.Missing(cause));
    }
}
