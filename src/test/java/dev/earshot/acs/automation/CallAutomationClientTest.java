package dev.earshot.acs.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acs.automation.AutomationSettings.Retries;
import dev.earshot.cloud.NoTokenException;
import dev.earshot.cloud.TokenCache;
import dev.earshot.cloud.TokenDesk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request to the phone service")
class CallAutomationClientTest {

    private static final String CONTEXT = "eyJ.opaque";
    private static final String ANSWERED = "{\"callConnectionId\":\"conn-1\",\"callConnectionState\":\"connecting\"}";
    private static final Retries RETRIES = new Retries(
            Duration.ofSeconds(5), 4, Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(20));

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int ids;
    private AutomationCredential credential = new AutomationCredential.AccessKey("c2VjcmV0");

    private CallAutomation client() {
        AutomationSettings settings = new AutomationSettings(
                URI.create("https://contoso.communication.azure.com"), "2026-03-12", credential, RETRIES);
        RetriedRequest requests =
                new RetriedRequest(settings, transport, time::pause, time, () -> 0, new RequestMeter(meters));
        return new CallAutomationClient(settings, requests, () -> new UUID(0, ++ids), time);
    }

    static AnswerRequest answer() {
        return new AnswerRequest(
                CONTEXT,
                URI.create("https://earshot.example/acs/callbacks/c1?secret=hush"),
                URI.create("wss://earshot.example/acs/media/c1/hush"),
                "c1",
                new MediaStreaming(MediaStreaming.Channel.UNMIXED, MediaStreaming.Rate.KHZ_16, false));
    }

    @Test
    @DisplayName("that answers a call says where media and callbacks are to go, and gives the connection's id")
    void answers() {
        transport.answers(200, ANSWERED);

        assertThat(now(client().answer(answer()))).isEqualTo("conn-1");

        RestRequest sent = transport.sent.get(0);
        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.uri())
                .hasToString(
                        "https://contoso.communication.azure.com/calling/callConnections:answer?api-version=2026-03-12");
        assertThat(sent.body())
                .isEqualTo("{\"incomingCallContext\":\"eyJ.opaque\","
                        + "\"callbackUri\":\"https://earshot.example/acs/callbacks/c1?secret=hush\","
                        + "\"operationContext\":\"c1\",\"mediaStreamingOptions\":{"
                        + "\"transportUrl\":\"wss://earshot.example/acs/media/c1/hush\",\"transportType\":\"websocket\","
                        + "\"contentType\":\"audio\",\"audioChannelType\":\"unmixed\",\"startMediaStreaming\":true,"
                        + "\"enableBidirectional\":false,\"audioFormat\":\"pcm16KMono\",\"enableDtmfTones\":false}}");
        assertThat(sent.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Repeatability-Request-ID", "00000000-0000-0000-0000-000000000001")
                .containsEntry("Repeatability-First-Sent", "Thu, 05 Nov 2026 09:05:00 GMT")
                .containsEntry("x-ms-date", "Thu, 05 Nov 2026 09:05:00 GMT");
    }

    @Test
    @DisplayName("that starts, stops or ends something names the connection, safely")
    void othersNameTheConnection() {
        transport.answers(202, "").answers(202, "").answers(204, "");
        CallAutomation client = client();

        now(client.startMediaStreaming("a/b c", "c1"));
        now(client.stopMediaStreaming("a"));
        now(client.hangUp("a"));

        assertThat(transport.sent.stream().map(sent -> sent.uri().getRawPath()))
                .containsExactly(
                        "/calling/callConnections/a%2Fb%20c:startMediaStreaming",
                        "/calling/callConnections/a:stopMediaStreaming", "/calling/callConnections/a:terminate");
        assertThat(transport.sent.get(0).body()).isEqualTo("{\"operationContext\":\"c1\"}");
        assertThat(transport.sent.get(2).body()).isEmpty();
        assertThat(transport.sent.get(2).headers()).containsKey("Repeatability-Request-ID");
    }

    @Test
    @DisplayName("that may pass is sent again as the same one, signed anew, after the time that the service asks for")
    void retriesAsAsked() {
        transport.answers(429, Map.of("retry-after", "2"), "").answers(500, "").answers(200, ANSWERED);

        assertThat(now(client().answer(answer()))).isEqualTo("conn-1");

        assertThat(time.waits).containsExactly(Duration.ofSeconds(2), Duration.ofMillis(600));
        assertThat(transport.sent).hasSize(3);
        assertThat(transport.sent.stream().map(sent -> sent.headers().get("Repeatability-Request-ID")))
                .containsOnly("00000000-0000-0000-0000-000000000001");
        assertThat(transport.sent.stream().map(sent -> sent.headers().get("Repeatability-First-Sent")))
                .containsOnly("Thu, 05 Nov 2026 09:05:00 GMT");
        assertThat(transport.sent.get(1).headers())
                .containsEntry("x-ms-date", "Thu, 05 Nov 2026 09:05:02 GMT")
                .doesNotContainEntry(
                        "Authorization", transport.sent.get(0).headers().get("Authorization"));
        assertThat(meters.counter("earshot.acs.requests", "operation", "answer", "outcome", "throttled")
                        .count())
                .isEqualTo(1);
        assertThat(meters.counter("earshot.acs.requests", "operation", "answer", "outcome", "done")
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("is given up after so many attempts, with waits that double up to a bound")
    void givesUpAfterAttempts() {
        transport
                .fails(new IOException())
                .fails(new TimeoutException())
                .answers(503, "")
                .answers(500, "");

        assertThat(failure(client().answer(answer()))).isEqualTo(AutomationCause.SERVER_ERROR);

        assertThat(time.waits).containsExactly(Duration.ofMillis(300), Duration.ofMillis(600), Duration.ofSeconds(1));
    }

    @Test
    @DisplayName(
            "is given up at once where the service asks for more time than there is: the phone has stopped ringing by then")
    void givesUpWhereTimeIsShort() {
        transport.answers(429, Map.of("retry-after", "21"), "");

        assertThat(failure(client().answer(answer()))).isEqualTo(AutomationCause.THROTTLED);

        assertThat(time.waits).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"400,REFUSED", "401,UNAUTHORIZED", "403,UNAUTHORIZED", "404,CALL_GONE", "409,REFUSED"})
    @DisplayName("that was refused for good is not sent again")
    void refusedForGood(int status, AutomationCause cause) {
        transport.answers(status, "{\"error\":{\"code\":\"8523\",\"message\":\"about 4:+4930123456\"}}");

        CompletionStage<String> answer = client().answer(answer());

        assertThat(failure(answer)).isEqualTo(cause);
        assertThatThrownBy(() -> now(answer)).hasMessageContaining("8523").hasMessageNotContaining("4930");
        assertThat(transport.sent).hasSize(1);
    }

    @Test
    @DisplayName("to leave a call that is over has done what it was for")
    void leavingWhatIsOver() {
        transport.answers(404, "").answers(404, "").answers(404, "");
        CallAutomation client = client();

        now(client.hangUp("a"));
        now(client.stopMediaStreaming("a"));

        assertThat(failure(client.startMediaStreaming("a", "c1"))).isEqualTo(AutomationCause.CALL_GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"callConnectionId\":7}", "{\"callConnectionId\":\"\"}", "<html>"})
    @DisplayName("that succeeded without a connection's id has not succeeded")
    void unreadable(String body) {
        transport.answers(200, body);

        assertThat(failure(client().answer(answer()))).isEqualTo(AutomationCause.UNREADABLE);
    }

    @Test
    @DisplayName("shows an identity's token where there is no key, and says why there is none")
    void token() {
        TokenDesk desk = new TokenDesk();
        credential =
                new AutomationCredential.Identity(new TokenCache(desk, Duration.ofMinutes(1), Runnable::run, desk));
        transport.answers(200, ANSWERED);

        CompletionStage<String> answer = client().answer(answer());
        desk.gives("token-1", Duration.ofHours(1));

        assertThat(now(answer)).isEqualTo("conn-1");
        assertThat(transport.sent.get(0).headers())
                .containsEntry("Authorization", "Bearer token-1")
                .doesNotContainKey("x-ms-content-sha256");

        desk.passes(Duration.ofHours(2));
        CompletionStage<String> refused = client().answer(answer());
        desk.fails(new NoTokenException(NoTokenException.Kind.REFUSED, "Entra answered 401"));
        assertThat(failure(refused)).isEqualTo(AutomationCause.IDENTITY_REFUSED);
    }

    @Test
    @DisplayName("keeps its secrets to itself")
    void keepsSecrets() {
        transport.answers(200, ANSWERED);
        now(client().answer(answer()));

        assertThat(answer() + " " + transport.sent + " " + credential)
                .doesNotContain("hush", CONTEXT, "Signature", "c2VjcmV0");
        assertThatThrownBy(() -> new AutomationCredential.AccessKey("not base64!"))
                .hasMessageNotContaining("base64!");
    }

    private static <T> T now(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    private static AutomationCause failure(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        try {
            future.get();
        } catch (ExecutionException e) {
            return ((AutomationException) e.getCause()).reason();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it succeeded");
    }
}
