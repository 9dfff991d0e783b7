package dev.earshot.realtime;

import dev.earshot.cloud.HeaderText;
import dev.earshot.cloud.TokenCache;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is shown at the service's door. None of them says its secret in its own text. */
public sealed interface RealtimeCredential {

    /**
     * The headers that show it, asked for at every connect.
     *
     * @return there at once, unless a token has to be fetched; never waits longer than fetching may; fails with
     *     {@link NoTokenException}
     */
    CompletionStage<Map<String, String>> headers();

    /** Whether it has something to keep. */
    default boolean secret() {
        return true;
    }

    /** Prepares what the first connect would else wait for. */
    default void fetchAhead() {}

    /** Nothing: whoever comes is let in. */
    record None() implements RealtimeCredential {
        @Override
        public CompletionStage<Map<String, String>> headers() {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public boolean secret() {
            return false;
        }
    }

    /**
     * A key that is shown as if it were a token.
     *
     * @param key visible ASCII
     */
    record BearerKey(String key) implements RealtimeCredential {
        public BearerKey {
            requireSendable(key);
        }

        @Override
        public CompletionStage<Map<String, String>> headers() {
            return CompletableFuture.completedFuture(bearer(key));
        }

        @Override
        public String toString() {
            return "BearerKey";
        }
    }

    /**
     * A key that has a header of its own.
     *
     * @param key visible ASCII
     */
    record ApiKey(String key) implements RealtimeCredential {
        public ApiKey {
            requireSendable(key);
        }

        @Override
        public CompletionStage<Map<String, String>> headers() {
            return CompletableFuture.completedFuture(Map.of("api-key", key));
        }

        @Override
        public String toString() {
            return "ApiKey";
        }
    }

    /** Who we are, as the token of the moment says. */
    record Identity(TokenCache tokens) implements RealtimeCredential {
        @Override
        public CompletionStage<Map<String, String>> headers() {
            return tokens.token().thenApply(token -> bearer(token.value()));
        }

        @Override
        public void fetchAhead() {
            var unused = tokens.token();
        }

        @Override
        public String toString() {
            return "Identity";
        }
    }

    private static Map<String, String> bearer(String secret) {
        return Map.of("Authorization", "Bearer " + secret);
    }

    private static void requireSendable(String key) {
        if (!HeaderText.valid(key)) {
            throw new IllegalArgumentException("not a key that can be sent");
        }
    }
}
