package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A hub on HTTP")
class HubRouteIT {

    private static final HttpClient http = HttpClient.newHttpClient();
    private static final ObjectMapper mapper = new ObjectMapper();
    private static HubFixture open;
    private static HubFixture guarded;

    @BeforeAll
    static void start() throws Exception {
        open = new HubFixture(new ExampleHub().definition().build());
        HubSettings settings = HubFixture.patient()
                .withNegotiation(new HubSettings.Negotiation(
                        HubSettings.defaults().negotiation().tokenLifetime(), 100, Set.of("https://console.example")))
                .withReconnect(new HubSettings.Reconnect(false, Duration.ofSeconds(15), 10, 1000, 10));
        guarded = new HubFixture(new ExampleHub().definition().build(), settings, HubRouteIT::knows);
    }

    private static CompletableFuture<Optional<Principal>> knows(Optional<String> token) {
        return CompletableFuture.completedFuture(
                token.filter(given -> given.startsWith("of-")).map(given -> () -> given.substring(3)));
    }

    @AfterAll
    static void stop() {
        open.close();
        guarded.close();
    }

    @Test
    void sends_what_follows_an_answer_after_it() throws Exception {
        Hub hub = Hub.builder()
                .method("Subscribe", caller -> {
                    Runnable events = () -> IntStream.rangeClosed(1, 3)
                            .forEach(n -> caller.send("event", new RawJson(Integer.toString(n))));
                    return CompletableFuture.supplyAsync(
                            () -> new HubReply(0, () -> CompletableFuture.runAsync(events)));
                })
                .build();
        try (HubFixture subscribed = new HubFixture(hub)) {
            RawClient client = RawClient.connect(subscribed.url("ws")).handshake();
            for (int i = 1; i <= 50; i++) {
                client.sendText("{\"type\":1,\"invocationId\":\"%d\",\"target\":\"Subscribe\",\"arguments\":[]}\u001e"
                        .formatted(i));
                client.expect("text {\"type\":3,\"invocationId\":\"%d\",\"result\":0}\u001e".formatted(i));
                for (int n = 1; n <= 3; n++) {
                    client.expect("text {\"type\":1,\"target\":\"event\",\"arguments\":[%d]}\u001e".formatted(n));
                }
            }
            client.abort();
        }
    }

    @Test
    void negotiates_the_version_asked_for_whatever_the_case_of_the_name() throws Exception {
        JsonNode answer = json(negotiate(open, "?NEGOTIATEversion=1&useStatefulReconnect=true"));
        assertThat(answer.path("negotiateVersion").intValue()).isEqualTo(1);
        assertThat(answer.path("connectionToken").textValue())
                .isNotEqualTo(answer.path("connectionId").textValue());
        assertThat(answer.path("useStatefulReconnect").booleanValue()).isTrue();
        assertThat(json(negotiate(open, "?negotiateVersion=1")).has("useStatefulReconnect"))
                .as("to a client that did not ask")
                .isFalse();
        assertThat(json(negotiate(guarded, "?negotiateVersion=1&useStatefulReconnect=true&access_token=of-ann"))
                        .has("useStatefulReconnect"))
                .as("where it is switched off")
                .isFalse();
        assertThat(json(negotiate(open, "")).has("connectionToken")).isFalse();
    }

    @Test
    void says_what_is_wrong_with_a_version() throws Exception {
        HttpResponse<String> answer = negotiate(open, "?negotiateVersion=one");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"error\":\"The client requested an invalid protocol version 'one'\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /negotiate, 405",
        "PUT,    /negotiate, 405",
        "POST,   '',         405",
        "DELETE, '',         400",
        "GET,    '',         400",
        "GET,    /more,      404"
    })
    void answers_other_methods(String method, String path, int status) throws Exception {
        assertThat(request(method, open.url("http") + path).statusCode()).isEqualTo(status);
    }

    @Test
    void answers_a_query_that_is_malformed() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", open.port())) {
            String request = "POST /hubs/room/negotiate?access_token=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
        }
    }

    @Test
    void connects_whom_it_negotiated_with_once() throws Exception {
        String url = open.url("ws") + "?id="
                + json(negotiate(open, "?negotiateVersion=1"))
                        .path("connectionToken")
                        .textValue();
        RawClient client = RawClient.connect(url).handshake();
        assertThat(statusOf(() -> RawClient.connect(url))).isEqualTo(409);
        client.sendText("{\"type\":7}\u001e").expect("close 1000");
        await().untilAsserted(
                        () -> assertThat(statusOf(() -> RawClient.connect(url))).isEqualTo(404));
    }

    @Test
    void takes_a_connection_that_may_resume_over_to_another_socket() throws Exception {
        String token = json(negotiate(open, "?negotiateVersion=1&useStatefulReconnect=true"))
                .path("connectionToken")
                .textValue();
        String url = open.url("ws") + "?id=" + token;
        RawClient first = RawClient.connect(url);
        assertThat(statusOf(() -> RawClient.connect(url)))
                .as("before the handshake")
                .isEqualTo(409);
        first.sendText("{\"protocol\":\"json\",\"version\":2}\u001e").expect("text {}\u001e");
        first.sendText(unknown("1")).expect("text " + notFound("1"));
        RawClient second = RawClient.connect(url);
        first.expectEnd();
        second.expect("text {\"type\":9,\"sequenceId\":1}\u001e");
        second.expect("text " + notFound("1"));
        second.sendText("{\"type\":9,\"sequenceId\":1}\u001e" + unknown("1") + unknown("2"))
                .expect("text " + notFound("2"));
        second.sendText("{\"type\":7}\u001e").expectEnd();
        await().untilAsserted(
                        () -> assertThat(statusOf(() -> RawClient.connect(url))).isEqualTo(404));
    }

    private static String unknown(String id) {
        return "{\"type\":1,\"target\":\"Nope\",\"invocationId\":\"%s\",\"arguments\":[]}\u001e".formatted(id);
    }

    private static String notFound(String id) {
        return "{\"type\":3,\"invocationId\":\"%s\",\"error\":\"Unknown hub method 'Nope'\"}\u001e".formatted(id);
    }

    @Test
    void does_not_connect_whom_it_does_not_know() throws Exception {
        assertThat(statusOf(() -> RawClient.connect(open.url("ws") + "?id=unknown")))
                .isEqualTo(404);
        String publicId = json(negotiate(open, "?negotiateVersion=1"))
                .path("connectionId")
                .textValue();
        assertThat(statusOf(() -> RawClient.connect(open.url("ws") + "?id=" + publicId)))
                .isEqualTo(404);
    }

    @Test
    void connects_without_a_negotiation() {
        RawClient.connect(open.url("ws")).handshake().sendText(say("1")).expect("text " + SAID);
    }

    private static final String SAID = "{\"type\":1,\"target\":\"said\",\"arguments\":[{\"words\":1}]}\u001e";

    private static String say(String id) {
        return "{\"type\":1,\"target\":\"Say\",\"invocationId\":\"%s\",\"arguments\":[\"hello\"]}\u001e".formatted(id);
    }

    @Test
    void takes_binary_for_text_and_answers_in_text() {
        RawClient.connect(open.url("ws"))
                .sendBinary("{\"protocol\":\"json\",\"version\":1}\u001e" + say("1"))
                .expect("text {}\u001e");
    }

    @Test
    void takes_a_record_in_several_messages() {
        RawClient client = RawClient.connect(open.url("ws")).handshake();
        client.sendText("{\"type\":1,\"target\":\"Nope\",")
                .sendBinary("\"invocationId\":\"9\",\"arguments\":[]}\u001e");
        client.expect("text {\"type\":3,\"invocationId\":\"9\",\"error\":\"Unknown hub method 'Nope'\"}\u001e");
    }

    @Test
    void tells_why_a_handshake_failed_and_closes() {
        RawClient client = RawClient.connect(open.url("ws")).sendText("{\"protocol\":\"json\",\"version\":9}\u001e");
        client.expect("text {\"error\":\"The server does not support version 9 of the 'json' protocol.\"}\u001e");
        client.expect("close 1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {33_000, 300_000})
    void closes_on_a_record_above_the_limit(int bytes) {
        RawClient client = RawClient.connect(open.url("ws")).handshake();
        client.sendText("{\"type\":1,\"target\":\"Say\",\"arguments\":[\"" + "x".repeat(bytes) + "\"]}\u001e");
        client.expect("text {\"type\":7,\"error\":\"Connection closed with an error.\"}\u001e");
        client.expect("close 1000");
    }

    @Test
    void lets_pages_of_the_allowed_origin_negotiate() throws Exception {
        String url = guarded.url("http") + "/negotiate?negotiateVersion=1&access_token=of-ann";
        HttpResponse<String> preflight = request("OPTIONS", url, "Origin", "https://console.example");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("x-signalr-user-agent", "authorization"));
        for (HttpResponse<String> answer :
                Set.of(preflight, request("POST", url, "Origin", "https://console.example"))) {
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://console.example");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .contains("true");
        }
    }

    @Test
    void keeps_out_pages_of_other_origins() throws Exception {
        String[] origin = {"Origin", "https://evil.example"};
        HttpResponse<String> answer = request("POST", guarded.url("http") + "/negotiate?access_token=of-ann", origin);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(statusOf(() -> RawClient.connect(guarded.url("ws") + "?access_token=of-ann", origin)))
                .isEqualTo(403);
    }

    @Test
    void asks_for_a_token_in_the_header_or_in_the_query() throws Exception {
        assertThat(negotiate(guarded, "").statusCode()).isEqualTo(401);
        assertThat(negotiate(guarded, "?access_token=wrong").statusCode()).isEqualTo(401);
        assertThat(negotiate(guarded, "?access_token=of-ann").statusCode()).isEqualTo(200);
        assertThat(negotiate(guarded, "", "Authorization", "Bearer of-ann").statusCode())
                .isEqualTo(200);
        assertThat(statusOf(() -> RawClient.connect(guarded.url("ws")))).isEqualTo(401);
    }

    @Test
    void gives_a_negotiated_connection_to_nobody_else() throws Exception {
        String token = json(negotiate(guarded, "?negotiateVersion=1&access_token=of-ann"))
                .path("connectionToken")
                .textValue();
        assertThat(statusOf(() -> RawClient.connect(guarded.url("ws") + "?access_token=of-bob&id=" + token)))
                .isEqualTo(404);
        RawClient.connect(guarded.url("ws") + "?access_token=of-ann&id=" + token)
                .handshake();
    }

    @Test
    void sends_everybody_away_when_it_drains() throws Exception {
        try (HubFixture fixture = new HubFixture(new ExampleHub().definition().build())) {
            RawClient greeted = RawClient.connect(fixture.url("ws")).handshake();
            RawClient silent = RawClient.connect(fixture.url("ws"));
            await().until(() -> fixture.server.connections() == 2);
            fixture.server.drain().toCompletableFuture().join();
            greeted.expect("text {\"type\":7,\"allowReconnect\":true}\u001e");
            greeted.expect("close 1000");
            silent.expect("text {\"error\":\"The server is closing the connection.\"}\u001e");
            assertThat(fixture.server.connections()).isZero();
            assertThat(negotiate(fixture, "").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void forgets_a_socket_that_breaks() throws Exception {
        ExampleHub hub = new ExampleHub();
        try (HubFixture fixture = new HubFixture(hub.definition().build())) {
            RawClient client = RawClient.connect(fixture.url("ws")).handshake();
            await().until(() -> hub.present() == 1);
            client.abort();
            await().until(() -> hub.present() == 0 && fixture.server.connections() == 0);
        }
    }

    private static HttpResponse<String> negotiate(HubFixture fixture, String query, String... headers)
            throws Exception {
        return request("POST", fixture.url("http") + "/negotiate" + query, headers);
    }

    private static HttpResponse<String> request(String method, String url, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return mapper.readTree(response.body());
    }

    /** The status of an upgrade that is refused; 101 if it is not. */
    private static int statusOf(ThrowableAssert.ThrowingCallable connecting) {
        try {
            connecting.call();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
