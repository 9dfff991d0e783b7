package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("One who may not come in")
class AccessIT {

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private RealtimeServer openAi;
    private RealtimeServer azure;
    private Peer peer;

    @BeforeEach
    void start() {
        openAi = start(Vendor.OPENAI);
        azure = start(Vendor.AZURE);
    }

    @AfterEach
    void stop() {
        if (peer != null) {
            peer.close();
        }
        openAi.stop().toCompletableFuture().join();
        azure.stop().toCompletableFuture().join();
    }

    @Test
    @DisplayName("of OpenAI is upgraded, told of a wrong key, and closed with 3000")
    void wrongKey() {
        peer = Peer.connect(openAi, "?model=gpt-realtime", "Authorization", "Bearer sk-wrong");

        assertThat(peer.end()).isEqualTo("closed 3000 invalid_request_error.invalid_api_key");
        assertThat(peer.types()).containsExactly("error");
        assertThat(peer.await("error").path("error").toString())
                .isEqualTo("{\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\","
                        + "\"message\":\"Incorrect API key provided.\",\"param\":null,\"event_id\":null}");
        assertThat(openAi.sessions()).isEmpty();
    }

    @Test
    @DisplayName("of OpenAI is closed with 4000 for a model that there is not")
    void wrongModel() {
        peer = Peer.connect(openAi, "?model=gpt-unreal", "Authorization", "Bearer sk-right");

        assertThat(peer.end()).isEqualTo("closed 4000 invalid_request_error.model_not_found");
        assertThat(peer.awaitError()).isEqualTo("model_not_found");
    }

    @Test
    @DisplayName("of OpenAI is closed with 4000 for the beta header")
    void beta() {
        peer = Peer.connect(
                openAi, "?model=gpt-realtime", "Authorization", "Bearer sk-right", "OpenAI-Beta", "realtime=v1");

        assertThat(peer.end()).isEqualTo("closed 4000 invalid_request_error.beta_api_shape_disabled");
        assertThat(peer.await("error").at("/error/message").asText())
                .isEqualTo("The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.");
    }

    @Test
    @DisplayName("of OpenAI is closed with 4000 for a query without a model, or with more than that")
    void wrongQuery() {
        peer = Peer.connect(openAi, "?model=gpt-realtime&call_id=rtc_1", "Authorization", "Bearer sk-right");
        assertThat(peer.end()).startsWith("closed 4000");

        peer = Peer.connect(openAi, "", "Authorization", "Bearer sk-right");
        assertThat(peer.end()).startsWith("closed 4000");
    }

    @Test
    @DisplayName("of Azure gets 401 for a wrong key, none, or an api-version")
    void azureKey() {
        assertThat(refusal("?model=gpt-realtime", "api-key", "wrong")).isEqualTo(401);
        assertThat(refusal("?model=gpt-realtime")).isEqualTo(401);
        assertThat(refusal("?model=gpt-realtime&api-version=2025-04-01-preview", "api-key", "sk-right"))
                .isEqualTo(401);
        assertThat(azure.attempts()).isEqualTo(3);
    }

    @Test
    @DisplayName("of Azure gets 404 for a deployment that there is not")
    void azureDeployment() {
        assertThat(refusal("?model=gpt-unreal", "api-key", "sk-right")).isEqualTo(404);
    }

    @Test
    @DisplayName("is let in with the right key, as a header, a token or in the query")
    void welcome() {
        welcome(openAi, "?model=gpt-realtime", "Authorization", "Bearer sk-right");
        welcome(azure, "?model=gpt-realtime", "api-key", "sk-right");
        welcome(azure, "?model=gpt-realtime", "Authorization", "Bearer sk-right");
        welcome(azure, "?model=gpt-realtime&api-key=sk-right");
    }

    private void welcome(RealtimeServer server, String query, String... headers) {
        peer = Peer.connect(server, query, headers);
        peer.await("session.created");
        peer.close();
    }

    private int refusal(String query, String... headers) {
        int[] status = new int[1];
        assertThatThrownBy(() -> Peer.connect(azure, query, headers))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(e -> status[0] = ((WebSocketHandshakeException) e.getCause())
                        .getResponse()
                        .statusCode());
        return status[0];
    }

    private static RealtimeServer start(Vendor vendor) {
        RealtimeServerSettings settings =
                ServerFixture.settings().like(vendor).withKey("sk-right").withModels(Set.of("gpt-realtime"));
        return RealtimeServer.start(FIXTURE.testKit().system(), settings)
                .toCompletableFuture()
                .join();
    }
}
