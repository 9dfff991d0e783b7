package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.cloud.AccessToken;
import dev.earshot.cloud.TokenCache;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A credential")
class RealtimeCredentialTest {

    @Test
    @DisplayName("is shown in the header that its service looks at")
    void headers() {
        assertThat(new RealtimeCredential.None().headers()).isCompletedWithValue(Map.of());
        assertThat(new RealtimeCredential.BearerKey("hush").headers())
                .isCompletedWithValue(Map.of("Authorization", "Bearer hush"));
        assertThat(new RealtimeCredential.ApiKey("hush").headers()).isCompletedWithValue(Map.of("api-key", "hush"));
        assertThat(identity("hush").headers()).isCompletedWithValue(Map.of("Authorization", "Bearer hush"));
    }

    @Test
    @DisplayName("never says its secret, on its own or as a part of something")
    void secrets() {
        for (RealtimeCredential credential : new RealtimeCredential[] {
            new RealtimeCredential.BearerKey("hush"), new RealtimeCredential.ApiKey("hush"), identity("hush")
        }) {
            var unused = credential.headers();
            assertThat(credential.toString()).doesNotContain("hush");
            assertThat(credential.secret()).isTrue();
            assertThat(new RealtimeEndpoint(URI.create("wss://h/?api-key=hush"), credential, 1).toString())
                    .doesNotContain("hush");
        }
        assertThat(new AccessToken("hush", Instant.EPOCH).toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hush\n", "hush\r\nx: y", "hu sh", "hüsh", "hush\u0000"})
    @DisplayName("that would not be one header is refused, without a word of it")
    void notSendable(String secret) {
        assertThatThrownBy(() -> new RealtimeCredential.BearerKey(secret)).hasMessage("not a key that can be sent");
        assertThatThrownBy(() -> new RealtimeCredential.ApiKey(secret)).hasMessage("not a key that can be sent");
        assertThatThrownBy(() -> new AccessToken(secret, Instant.EPOCH)).hasMessage("not a token that can be sent");
    }

    private static RealtimeCredential identity(String token) {
        AccessToken fetched = new AccessToken(token, Instant.now().plusSeconds(3_600));
        return new RealtimeCredential.Identity(new TokenCache(
                () -> CompletableFuture.completedFuture(fetched),
                Duration.ofSeconds(20),
                Runnable::run,
                Clock.systemUTC()));
    }
}
