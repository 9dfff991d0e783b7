package dev.earshot.acs.automation;

import dev.earshot.cloud.NoTokenException;
import dev.earshot.cloud.TokenCache;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is shown with a request. None of them says its secret in its own text. */
public sealed interface AutomationCredential {

    /** The headers that show it; fails with {@link NoTokenException}. */
    CompletionStage<Map<String, String>> headers(String method, URI uri, String body, Instant now);

    /** Prepares what the first request would else wait for. */
    default void fetchAhead() {}

    /** The resource's key, which signs each request. */
    final class AccessKey implements AutomationCredential {
        private final RequestSignature signature;

        /**
         * From the key's text.
         *
         * @throws IllegalArgumentException for what is no Base64; the message does not repeat it
         */
        public AccessKey(String base64) {
            this.signature = new RequestSignature(decoded(base64));
        }

        private static byte[] decoded(String base64) {
            byte[] key;
            try {
                key = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("not a key: Base64 is expected");
            }
            if (key.length == 0) {
                throw new IllegalArgumentException("not a key: it is empty");
            }
            return key;
        }

        @Override
        public CompletionStage<Map<String, String>> headers(String method, URI uri, String body, Instant now) {
            return CompletableFuture.completedFuture(signature.headers(method, uri, body, now));
        }

        @Override
        public String toString() {
            return "AccessKey";
        }
    }

    /** Who we are, as the token of the moment says. */
    record Identity(TokenCache tokens) implements AutomationCredential {
        @Override
        public CompletionStage<Map<String, String>> headers(String method, URI uri, String body, Instant now) {
            return tokens.token().thenApply(token -> Map.of("Authorization", "Bearer " + token.value()));
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
}
