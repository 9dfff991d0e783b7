package dev.earshot.signalr;

import static dev.earshot.Patience.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that may resume")
class ResumedConnectionTest {

    private static final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final BlockingQueue<HubConnection> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<DisconnectCause> disconnected = new LinkedBlockingQueue<>();
    private final List<String> done = new ArrayList<>();
    private final Owner owner = new Owner();
    private final ConnectionFixture client = new ConnectionFixture(
            kit,
            Hub.builder()
                    .method("Do", String.class, (caller, what) -> {
                        done.add(what);
                        return CompletableFuture.completedFuture(what);
                    })
                    .stream("Count", Integer.class, (caller, to) -> Source.range(1, to))
                    .onConnected(connected::add)
                    .onDisconnected((connection, cause) -> disconnected.add(cause))
                    .build(),
            HubSettings.defaults()
                    .withOutbound(new HubSettings.Outbound(100, 100_000, 2))
                    .withReconnect(new HubSettings.Reconnect(true, GRACE, 4, 10_000, 10)),
            true,
            owner);

    private static final class Owner implements ConnectionOwner {
        private volatile boolean resumable;
        private volatile boolean full;
        private volatile int waiting;

        @Override
        public void resumable(boolean may) {
            resumable = may;
        }

        @Override
        public boolean beginsWaiting() {
            waiting += full ? 0 : 1;
            return !full;
        }

        @Override
        public void endsWaiting() {
            waiting--;
        }

        @Override
        public void ended() {}
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void says_after_a_second_how_much_has_arrived_and_not_again_without_news() {
        client.open(2);
        client.send(perform("1", "a"), perform("2", "b"), "{\"type\":6}");
        client.received.expectMessage(done("1", "a"));
        client.received.expectMessage(done("2", "b"));
        pass(Duration.ofSeconds(1));
        client.received.expectMessage("{\"type\":8,\"sequenceId\":2}");
        pass(Duration.ofSeconds(5));
        client.send(perform("3", "c"));
        client.received.expectMessage(done("3", "c"));
        pass(Duration.ofSeconds(1));
        client.received.expectMessage("{\"type\":8,\"sequenceId\":3}");
    }

    @Test
    void says_it_at_once_to_one_who_sends_much() {
        client.open(2);
        client.send(
                perform("1", "x".repeat(30_000)),
                "{\"type\":1,\"target\":\"Do\",\"arguments\":[\"%s\"]}".formatted("y".repeat(3_000)));
        assertThat(List.of(client.received.receiveMessage(), client.received.receiveMessage()))
                .contains("{\"type\":8,\"sequenceId\":2}");
    }

    @Test
    void sends_again_what_was_not_acknowledged_and_what_came_meanwhile() throws InterruptedException {
        client.open(2);
        HubConnection handle = handle();
        handle.send("event", new RawJson("1"));
        handle.send("event", new RawJson("2"));
        client.received.expectMessage(event(1));
        client.received.expectMessage(event(2));
        client.send("{\"type\":8,\"sequenceId\":1}");
        client.endSocket();
        QuietExecutor.awaitQuiet();
        assertThat(handle.send("event", new RawJson("3"))).isEqualTo(SendResult.ACCEPTED);
        client.comeBack(1);
        client.received.expectMessage("{\"type\":9,\"sequenceId\":2}");
        client.received.expectMessage(event(2));
        client.received.expectMessage(event(3));
        handle.send("event", new RawJson("4"));
        client.received.expectMessage(event(4));
        assertThat(disconnected).isEmpty();
        assertThat(connected).as("no other connection").isEmpty();
        assertThat(owner.waiting).isZero();
    }

    @Test
    void does_nothing_twice_that_the_client_sends_again() {
        client.open(2);
        client.send(perform("1", "a"), perform("2", "b"));
        client.received.expectMessage(done("1", "a"));
        client.received.expectMessage(done("2", "b"));
        client.endSocket();
        client.comeBack();
        client.send(perform("9", "before its number is told"), "{\"type\":9,\"sequenceId\":2}");
        client.send(perform("2", "b"), perform("3", "c"));
        client.received.expectMessage("{\"type\":9,\"sequenceId\":1}");
        client.received.expectMessage(done("1", "a"));
        client.received.expectMessage(done("2", "b"));
        client.received.expectMessage(done("3", "c"));
        assertThat(done).containsExactly("a", "b", "c");
        pass(Duration.ofSeconds(1));
        client.received.expectMessage("{\"type\":8,\"sequenceId\":3}");
    }

    @Test
    void acknowledges_again_what_was_acknowledged_on_a_socket_that_broke() {
        client.open(2);
        client.send(perform("1", "a"));
        client.received.expectMessage(done("1", "a"));
        pass(Duration.ofSeconds(1));
        client.received.expectMessage("{\"type\":8,\"sequenceId\":1}");
        client.endSocket();
        client.comeBack(1, perform("1", "a"));
        client.received.expectMessage("{\"type\":9,\"sequenceId\":1}");
        client.received.expectMessage(done("1", "a"));
        pass(Duration.ofSeconds(1));
        client.received.expectMessage("{\"type\":8,\"sequenceId\":1}");
        assertThat(done).containsExactly("a");
    }

    @Test
    void survives_a_socket_that_breaks_while_the_client_sends_again() {
        client.open(2);
        client.send(perform("1", "a"), perform("2", "b"), perform("3", "c"));
        client.endSocket();
        client.comeBack(1, perform("1", "a"));
        client.endSocket();
        client.comeBack(4, perform("4", "d"));
        client.received.expectMessage("{\"type\":9,\"sequenceId\":1}");
        QuietExecutor.awaitQuiet();
        assertThat(done).containsExactly("a", "b", "c", "d");
    }

    @Test
    void ends_where_messages_are_missing() throws InterruptedException {
        client.open(2);
        client.send(perform("1", "a"));
        client.endSocket();
        client.comeBack(3);
        assertThat(cause()).isEqualTo(DisconnectCause.MALFORMED);
    }

    @Test
    void ends_where_more_is_acknowledged_than_was_sent() throws InterruptedException {
        client.open(2);
        client.send("{\"type\":8,\"sequenceId\":1}");
        assertThat(cause()).isEqualTo(DisconnectCause.MALFORMED);
    }

    @Test
    void lets_a_new_socket_take_over_from_one_that_looks_alive() throws InterruptedException {
        client.open(2);
        HubConnection handle = handle();
        handle.send("event", new RawJson("1"));
        client.received.expectMessage(event(1));
        TestProbe<String> old = client.received;
        client.comeBack(1);
        old.expectMessage(ConnectionFixture.END);
        client.received.expectMessage("{\"type\":9,\"sequenceId\":1}");
        client.received.expectMessage(event(1));
    }

    @Test
    void waits_no_longer_than_it_is_to() throws InterruptedException {
        client.open(2);
        assertThat(owner.resumable).isTrue();
        client.endSocket();
        pass(GRACE.minusMillis(1));
        assertThat(disconnected).isEmpty();
        assertThat(owner.waiting).isEqualTo(1);
        pass(Duration.ofMillis(1));
        assertThat(cause()).isEqualTo(DisconnectCause.CONNECTION_LOST);
        assertThat(owner.resumable).isFalse();
        assertThat(owner.waiting).isZero();
        client.received.expectTerminated(client.actor, Patience.LIMIT);
    }

    @Test
    void does_not_wait_where_too_many_do() throws InterruptedException {
        client.open(2);
        owner.full = true;
        client.endSocket();
        assertThat(cause()).isEqualTo(DisconnectCause.CONNECTION_LOST);
        assertThat(owner.waiting).isZero();
    }

    @Test
    void does_not_wait_for_one_who_said_goodbye() throws InterruptedException {
        client.open(2);
        client.send("{\"type\":7}");
        assertThat(cause()).isEqualTo(DisconnectCause.CLIENT_CLOSED);
        assertThat(owner.resumable).isFalse();
    }

    @Test
    void does_not_wait_for_one_who_did_not_ask_for_it_in_its_handshake() throws InterruptedException {
        client.open(1);
        assertThat(owner.resumable).isFalse();
        client.endSocket();
        assertThat(cause()).isEqualTo(DisconnectCause.CONNECTION_LOST);
    }

    @Test
    void refuses_events_when_it_keeps_as_many_as_it_may_and_is_cut_off_by_answers_beyond() throws InterruptedException {
        client.open(2);
        HubConnection handle = handle();
        client.endSocket();
        QuietExecutor.awaitQuiet();
        for (int i = 0; i < 4; i++) {
            assertThat(handle.send("event", new RawJson("0"))).isEqualTo(SendResult.ACCEPTED);
        }
        assertThat(handle.send("event", new RawJson("0"))).isEqualTo(SendResult.FULL);
        assertThat(disconnected).isEmpty();
        client.comeBack(1, perform("1", "a"), perform("2", "b"), perform("3", "c"), perform("4", "d"));
        QuietExecutor.awaitQuiet();
        assertThat(disconnected).isEmpty();
        client.send(perform("5", "e"));
        assertThat(cause()).isEqualTo(DisconnectCause.SLOW_READER);
    }

    @Test
    void streams_no_faster_than_it_is_acknowledged_and_goes_on_after_an_outage() {
        client.open(2);
        client.send("{\"type\":4,\"invocationId\":\"s\",\"target\":\"Count\",\"arguments\":[100]}");
        for (int i = 1; i <= 4; i++) {
            client.received.expectMessage(item(i));
        }
        QuietExecutor.awaitQuiet();
        client.endSocket();
        client.comeBack(1);
        client.received.expectMessage("{\"type\":9,\"sequenceId\":1}");
        int seen = 0;
        for (String text = client.received.receiveMessage(); !text.startsWith("{\"type\":3"); ) {
            if (text.startsWith("{\"type\":2")) {
                seen++;
                assertThat(text).isEqualTo(item(seen));
                client.send("{\"type\":8,\"sequenceId\":%d}".formatted(seen));
            }
            text = client.received.receiveMessage();
        }
        assertThat(seen).isEqualTo(100);
        assertThat(disconnected).isEmpty();
    }

    @Test
    void may_be_sent_away_while_it_is_away() throws InterruptedException {
        client.open(2);
        HubConnection handle = handle();
        client.endSocket();
        QuietExecutor.awaitQuiet();
        handle.close(null, true);
        assertThat(cause()).isEqualTo(DisconnectCause.APPLICATION);
        assertThat(handle.send("event", new RawJson("1"))).isEqualTo(SendResult.CLOSED);
    }

    private static void pass(Duration time) {
        QuietScheduler.pass(time);
    }

    private HubConnection handle() throws InterruptedException {
        return taken(connected);
    }

    private DisconnectCause cause() throws InterruptedException {
        return taken(disconnected);
    }

    private static String perform(String id, String what) {
        return "{\"type\":1,\"invocationId\":\"%s\",\"target\":\"Do\",\"arguments\":[\"%s\"]}".formatted(id, what);
    }

    private static String done(String id, String what) {
        return "{\"type\":3,\"invocationId\":\"%s\",\"result\":\"%s\"}".formatted(id, what);
    }

    private static String event(int n) {
        return "{\"type\":1,\"target\":\"event\",\"arguments\":[%d]}".formatted(n);
    }

    private static String item(int n) {
        return "{\"type\":2,\"invocationId\":\"s\",\"item\":%d}".formatted(n);
    }
}
