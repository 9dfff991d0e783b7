package dev.earshot.signalr;

import static dev.earshot.Patience.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.FishingOutcome;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection")
class HubConnectionActorTest {

    private static final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private static final String PING = "{\"type\":6}";
    private static final String CLOSE_ERROR = "{\"type\":7,\"error\":\"Connection closed with an error.\"}";

    private final BlockingQueue<HubConnection> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<DisconnectCause> disconnected = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<Object>> started = new LinkedBlockingQueue<>();
    private final HubSettings settings = HubSettings.defaults().withInbound(new HubSettings.Inbound(1024, 16, 1, 2, 1));
    private final ConnectionFixture client = new ConnectionFixture(
            kit,
            Hub.builder()
                    .method("Echo", String.class, (caller, text) -> CompletableFuture.completedFuture(text))
                    .method("Later", caller -> {
                        CompletableFuture<Object> result = new CompletableFuture<>();
                        started.add(result);
                        return result;
                    })
                    .stream("Count", Integer.class, (caller, to) -> Source.range(1, to))
                    .stream("Forever", caller -> Source.single("one").concat(Source.maybe()))
                    .stream("Broken", caller -> Source.failed(new IllegalStateException("secret")))
                    .onConnected(connected::add)
                    .onDisconnected((connection, cause) -> disconnected.add(cause))
                    .build(),
            settings);

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void is_known_to_the_application_after_the_handshake() throws InterruptedException {
        assertThat(connected).isEmpty();
        client.open();
        assertThat(handle().connectionId()).isEqualTo("c1");
    }

    @Test
    void takes_a_handshake_in_pieces_and_what_comes_with_it() {
        client.sendBytes("{\"protocol\":\"json\",");
        client.sendBytes("\"version\":1}\u001e" + echo("0", "\"a\"") + "\u001e{\"type\"");
        client.sendBytes(":6}\u001e");
        client.received.expectMessage("{}");
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"0\",\"result\":\"a\"}");
    }

    @Test
    void ends_without_a_handshake_in_time() {
        QuietScheduler.pass(Duration.ofSeconds(15));
        client.received.expectMessage("{\"error\":\"Handshake was canceled.\"}");
        client.received.expectMessage(ConnectionFixture.END);
        assertThat(disconnected).isEmpty();
    }

    @Test
    void ends_after_a_handshake_that_it_refuses() {
        client.send("{\"protocol\":\"x\",\"version\":1}", PING);
        client.received.expectMessage("{\"error\":\"The protocol 'x' is not supported.\"}");
        client.received.expectMessage(ConnectionFixture.END);
    }

    @Test
    void pings_when_it_had_nothing_to_say() {
        client.open();
        QuietScheduler.pass(Duration.ofSeconds(15));
        client.received.expectMessage(PING);
        QuietScheduler.pass(Duration.ofSeconds(15));
        client.received.expectMessage(PING);
    }

    @Test
    void does_not_ping_when_it_had_something_to_say() throws InterruptedException {
        client.open();
        HubConnection handle = handle();
        for (int i = 0; i < 4; i++) {
            QuietScheduler.pass(Duration.ofSeconds(10));
            client.sendBytes(""); // everything before has been seen
            handle.send("event", new RawJson("{}"));
            client.received.expectMessage("{\"type\":1,\"target\":\"event\",\"arguments\":[{}]}");
        }
    }

    @Test
    void gives_up_a_client_that_has_stopped_pinging_and_lets_it_come_back() throws InterruptedException {
        client.open();
        client.send(PING);
        QuietScheduler.pass(Duration.ofSeconds(30));
        client.sendBytes("");
        assertThat(disconnected).isEmpty();
        QuietScheduler.pass(Duration.ofSeconds(33));
        assertThat(cause()).isEqualTo(DisconnectCause.CLIENT_TIMEOUT);
        assertThat(client.received.fishForMessage(Patience.LIMIT, text -> untilEnd(text)))
                .as("no farewell, which would keep the client from connecting again")
                .allMatch(text -> text.equals(PING) || text.equals(ConnectionFixture.END));
    }

    @Test
    void keeps_a_client_that_has_never_pinged() {
        client.open();
        QuietScheduler.pass(Duration.ofMinutes(10));
        client.send(echo("0", "\"still here\""));
        assertThat(client.received.fishForMessage(Patience.LIMIT, text -> untilEnd(text, "still here")))
                .isNotEmpty();
        assertThat(disconnected).isEmpty();
    }

    @Test
    void runs_invocations_one_after_the_other() throws InterruptedException {
        client.open();
        client.send(later("1"), later("2"), echo("3", "\"c\""));
        CompletableFuture<Object> first = taken(started);
        assertThat(started).isEmpty();
        first.complete(1);
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"1\",\"result\":1}");
        taken(started).complete(null);
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"2\"}");
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"3\",\"result\":\"c\"}");
    }

    @Test
    void does_what_is_to_follow_an_answer_after_it_and_before_the_next_invocation() throws InterruptedException {
        client.open();
        HubConnection handle = handle();
        client.send(later("1"), echo("2", "\"c\""));
        taken(started).complete(new HubReply(new RawJson("[1]"), () -> handle.send("event", new RawJson("2"))));
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"1\",\"result\":[1]}");
        client.received.expectMessage("{\"type\":1,\"target\":\"event\",\"arguments\":[2]}");
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"2\",\"result\":\"c\"}");
    }

    @Test
    void does_what_is_to_follow_where_nobody_wants_the_answer_and_survives_its_failure() throws InterruptedException {
        client.open();
        HubConnection handle = handle();
        client.send("{\"type\":1,\"target\":\"Later\",\"arguments\":[]}", later("1"), echo("2", "\"c\""));
        taken(started).complete(new HubReply(null, () -> handle.send("event", new RawJson("1"))));
        client.received.expectMessage("{\"type\":1,\"target\":\"event\",\"arguments\":[1]}");
        taken(started).complete(new HubReply(null, () -> {
            throw new IllegalStateException("broken");
        }));
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"1\"}");
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"2\",\"result\":\"c\"}");
    }

    @Test
    void does_not_do_what_is_to_follow_an_answer_that_cannot_be_given() throws InterruptedException {
        client.open();
        HubConnection handle = handle();
        client.send(later("1"), echo("2", "\"c\""));
        taken(started).complete(new HubReply(new Object(), () -> handle.send("event", new RawJson("1"))));
        client.received.expectMessage(
                "{\"type\":3,\"invocationId\":\"1\",\"error\":\"An unexpected error occurred invoking 'Later' on the server.\"}");
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"2\",\"result\":\"c\"}");
    }

    @Test
    void does_not_answer_an_invocation_without_an_id() {
        client.open();
        client.send(
                "{\"type\":1,\"target\":\"Nope\",\"arguments\":[]}",
                "{\"type\":1,\"target\":\"Echo\",\"arguments\":[\"a\"]}",
                echo("0", "\"b\""));
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"0\",\"result\":\"b\"}");
    }

    @Test
    void refuses_an_id_that_is_in_use() {
        client.open();
        client.send(later("1"), echo("1", "\"a\""));
        client.received.expectMessage(
                "{\"type\":3,\"invocationId\":\"1\",\"error\":\"Invocation ID '1' is already in use.\"}");
    }

    @Test
    void ends_when_too_many_invocations_wait() throws InterruptedException {
        client.open();
        client.send(later("1"), later("2"), later("3"), later("4"));
        client.received.expectMessage(CLOSE_ERROR);
        client.received.expectMessage(ConnectionFixture.END);
        assertThat(cause()).isEqualTo(DisconnectCause.TOO_MANY_INVOCATIONS);
    }

    @Test
    void streams_items_and_then_completes_without_a_result() {
        client.open();
        client.send("{\"type\":4,\"invocationId\":\"s\",\"target\":\"count\",\"arguments\":[2]}");
        client.received.expectMessage("{\"type\":2,\"invocationId\":\"s\",\"item\":1}");
        client.received.expectMessage("{\"type\":2,\"invocationId\":\"s\",\"item\":2}");
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"s\"}");
    }

    @Test
    void completes_a_stream_that_the_client_cancels() {
        client.open();
        client.send("{\"type\":5,\"invocationId\":\"unknown\"}", stream("s", "Forever"));
        client.received.expectMessage("{\"type\":2,\"invocationId\":\"s\",\"item\":\"one\"}");
        client.send("{\"type\":5,\"invocationId\":\"s\"}");
        client.received.expectMessage("{\"type\":3,\"invocationId\":\"s\"}");
    }

    @Test
    void tells_nothing_of_why_a_stream_failed() {
        client.open();
        client.send(stream("s", "Broken"));
        client.received.expectMessage(
                "{\"type\":3,\"invocationId\":\"s\",\"error\":\"An error occurred on the server while streaming results.\"}");
    }

    @Test
    void refuses_more_streams_than_it_may_have() {
        client.open();
        client.send(stream("s", "Forever"), stream("t", "Forever"));
        assertThat(List.of(client.received.receiveMessage(), client.received.receiveMessage()))
                .contains("{\"type\":3,\"invocationId\":\"t\",\"error\":\"Too many streams are open.\"}");
    }

    @Test
    void ends_with_an_error_after_what_is_malformed() throws InterruptedException {
        client.open();
        client.send(echo("0", "\"a\""), "{\"type\":\"x\"}", echo("1", "\"b\""));
        assertThat(client.received.fishForMessage(Patience.LIMIT, text -> untilEnd(text)))
                .contains(CLOSE_ERROR)
                .noneMatch(text -> text.contains("\"b\""));
        assertThat(cause()).isEqualTo(DisconnectCause.MALFORMED);
    }

    @Test
    void ends_with_an_error_after_what_is_too_large() throws InterruptedException {
        client.open();
        client.sendBytes("x".repeat(1025));
        client.received.expectMessage(CLOSE_ERROR);
        client.received.expectMessage(ConnectionFixture.END);
        assertThat(cause()).isEqualTo(DisconnectCause.TOO_LARGE);
    }

    @Test
    void sends_what_was_accepted_and_then_its_farewell() throws InterruptedException {
        client.open();
        HubConnection handle = handle();
        assertThat(handle.send("event", new RawJson("1"))).isEqualTo(SendResult.ACCEPTED);
        handle.close("moved", true);
        client.received.expectMessage("{\"type\":1,\"target\":\"event\",\"arguments\":[1]}");
        client.received.expectMessage("{\"type\":7,\"error\":\"moved\",\"allowReconnect\":true}");
        client.received.expectMessage(ConnectionFixture.END);
        assertThat(cause()).isEqualTo(DisconnectCause.APPLICATION);
        assertThat(handle.send("event", new RawJson("2"))).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void is_gone_a_moment_after_its_farewell_even_if_the_socket_stays() throws InterruptedException {
        client.open();
        handle().close(null, false);
        client.received.expectMessage("{\"type\":7}");
        client.received.expectMessage(ConnectionFixture.END);
        QuietScheduler.pass(Duration.ofSeconds(5));
        client.received.expectTerminated(client.actor, Patience.LIMIT);
    }

    @Test
    void ends_when_the_client_says_goodbye() throws InterruptedException {
        client.open();
        client.send("{\"type\":7}");
        client.received.expectMessage(ConnectionFixture.END);
        assertThat(cause()).isEqualTo(DisconnectCause.CLIENT_CLOSED);
    }

    @Test
    void does_not_look_at_what_follows_a_goodbye() throws InterruptedException {
        client.open();
        client.send("{\"type\":7}", later("1"), "{\"type\":7}", "x".repeat(2000));
        client.received.expectMessage(ConnectionFixture.END);
        assertThat(cause()).isEqualTo(DisconnectCause.CLIENT_CLOSED);
        assertThat(disconnected).as("told once").isEmpty();
        assertThat(started).isEmpty();
    }

    @Test
    void is_lost_when_the_socket_ends_without_a_goodbye() throws InterruptedException {
        client.open();
        client.endSocket();
        assertThat(cause()).isEqualTo(DisconnectCause.CONNECTION_LOST);
        client.received.expectTerminated(client.actor, Patience.LIMIT);
        assertThat(disconnected).as("told once").isEmpty();
    }

    @Test
    void outlives_an_invocation_that_outlives_it() throws InterruptedException {
        client.open();
        client.send(later("1"));
        client.endSocket();
        client.received.expectTerminated(client.actor, Patience.LIMIT);
        assertThat(taken(started).complete("too late")).isTrue();
        await().untilAsserted(() -> assertThat(disconnected).hasSize(1));
    }

    private HubConnection handle() throws InterruptedException {
        return taken(connected);
    }

    private DisconnectCause cause() throws InterruptedException {
        return taken(disconnected);
    }

    private static FishingOutcome untilEnd(String text) {
        return untilEnd(text, ConnectionFixture.END);
    }

    private static FishingOutcome untilEnd(String text, String last) {
        return text.contains(last) ? FishingOutcomes.complete() : FishingOutcomes.continueAndCollect();
    }

    private static String echo(String id, String argument) {
        return "{\"type\":1,\"invocationId\":\"%s\",\"target\":\"Echo\",\"arguments\":[%s]}".formatted(id, argument);
    }

    private static String later(String id) {
        return "{\"type\":1,\"invocationId\":\"%s\",\"target\":\"Later\",\"arguments\":[]}".formatted(id);
    }

    private static String stream(String id, String target) {
        return "{\"type\":4,\"invocationId\":\"%s\",\"target\":\"%s\",\"arguments\":[]}".formatted(id, target);
    }
}
