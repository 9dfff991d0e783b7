package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The outbox of a client that does not read")
class OutboxTest {

    private static final ActorTestKit kit = ActorTestKit.create();
    private static final Materializer materializer =
            SystemMaterializer.get(kit.system()).materializer();

    private final HubSettings.Reconnect kept = new HubSettings.Reconnect(true, Duration.ofSeconds(15), 3, 1000, 10);
    private SocketQueue socket;

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void takes_so_many_events_and_no_more() {
        Outbox outbox = outbox(3, 1000);
        assertThat(outbox.offer(frame(1))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(1))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(1))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(1))).isEqualTo(SendResult.FULL);
    }

    @Test
    void takes_so_many_bytes_and_no_more() {
        Outbox outbox = outbox(100, 10);
        assertThat(outbox.offer(frame(6))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(5))).isEqualTo(SendResult.FULL);
        assertThat(outbox.offer(frame(4))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(1))).isEqualTo(SendResult.FULL);
    }

    @Test
    void takes_an_event_above_the_bound_only_when_it_is_empty() {
        Outbox outbox = outbox(100, 10);
        assertThat(outbox.offer(frame(50))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(1))).isEqualTo(SendResult.FULL);
    }

    @Test
    void has_room_for_answers_when_it_has_none_for_events() {
        Outbox outbox = outbox(2, 1000);
        outbox.offer(frame(1));
        outbox.offer(frame(1));
        outbox.answer(frame(1));
        outbox.control(frame(1));
        assertThat(outbox.overflow().toCompletableFuture()).isNotDone();
        outbox.answer(frame(1));
        assertThat(outbox.overflow().toCompletableFuture()).isDone();
    }

    @Test
    void has_room_again_for_what_was_read() {
        Outbox outbox = outbox(2, 1000);
        outbox.offer(frame(1));
        outbox.offer(frame(2));
        assertThat(outbox.offer(frame(3))).isEqualTo(SendResult.FULL);
        SinkQueueWithCancel<Frame> reader = reader();
        assertThat(reader.pull().toCompletableFuture().join()).hasValueSatisfying(bytes(1));
        await().untilAsserted(() -> assertThat(outbox.offer(frame(3))).isEqualTo(SendResult.ACCEPTED));
        assertThat(reader.pull().toCompletableFuture().join()).hasValueSatisfying(bytes(2));
        assertThat(reader.pull().toCompletableFuture().join()).hasValueSatisfying(bytes(3));
    }

    @Test
    void sends_what_it_has_and_takes_nothing_more_when_it_completes() {
        Outbox outbox = outbox(2, 1000);
        outbox.offer(frame(1));
        outbox.complete();
        outbox.complete();
        assertThat(outbox.offer(frame(2))).isEqualTo(SendResult.CLOSED);
        assertThat(sizes(socket)).containsExactly(1);
    }

    @Test
    void ends_at_once_when_it_is_cut() {
        Outbox outbox = outbox(2, 1000);
        outbox.offer(frame(1));
        outbox.cut();
        assertThat(sizes(socket)).isEmpty();
        assertThat(outbox.offer(frame(2))).isEqualTo(SendResult.CLOSED);
        outbox.complete();
    }

    @Test
    void keeps_so_much_for_one_who_may_resume_until_it_is_acknowledged() throws HubProtocolException {
        Outbox outbox = resumable(100, 1000);
        reader();
        for (int bytes = 1; bytes <= 3; bytes++) {
            assertThat(outbox.offer(frame(bytes))).isEqualTo(SendResult.ACCEPTED);
        }
        assertThat(outbox.offer(frame(4))).as("read, but not acknowledged").isEqualTo(SendResult.FULL);
        outbox.acknowledged(2);
        assertThat(outbox.offer(frame(4))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(5))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(6))).isEqualTo(SendResult.FULL);
    }

    @Test
    void keeps_no_more_bytes_than_it_may() {
        Outbox outbox = resumable(100, 5000);
        assertThat(outbox.offer(frame(600))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(401))).isEqualTo(SendResult.FULL);
        assertThat(outbox.offer(frame(400))).isEqualTo(SendResult.ACCEPTED);
    }

    @Test
    void sends_again_what_is_not_acknowledged_and_first_its_number() throws HubProtocolException {
        Outbox outbox = resumable(100, 1000);
        outbox.offer(frame(10));
        outbox.control(frame(99));
        outbox.offer(frame(20));
        outbox.acknowledged(1);
        outbox.detach();
        assertThat(outbox.offer(frame(30))).as("while it is away").isEqualTo(SendResult.ACCEPTED);
        SocketQueue next = next();
        outbox.resume(next, id -> frame((int) id));
        outbox.offer(frame(40));
        outbox.complete();
        assertThat(sizes(next)).containsExactly(2, 20, 30, 40);
        assertThat(outbox.isOn(next)).isTrue();
    }

    @Test
    void has_the_room_of_the_socket_left_after_it_sent_again() throws HubProtocolException {
        Outbox outbox = resumable(2, 1000);
        outbox.offer(frame(10));
        outbox.offer(frame(20));
        outbox.detach();
        outbox.resume(next(), id -> frame((int) id));
        outbox.acknowledged(2);
        assertThat(outbox.offer(frame(30))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(40))).isEqualTo(SendResult.ACCEPTED);
        assertThat(outbox.offer(frame(50))).isEqualTo(SendResult.FULL);
    }

    @Test
    void lets_a_stream_wait_for_acknowledgements_and_go_on_without_a_socket() throws HubProtocolException {
        Outbox outbox = resumable(100, 1000);
        outbox.detach();
        outbox.answer(frame(1));
        outbox.answer(frame(1));
        CompletionStage<Done> last = outbox.answer(frame(1));
        assertThat(last.toCompletableFuture()).as("all of them fit").isDone();
        CompletionStage<Done> waits = outbox.answer(frame(1));
        assertThat(waits.toCompletableFuture()).isNotDone();
        outbox.resume(next(), id -> frame((int) id));
        outbox.acknowledged(1);
        assertThat(waits.toCompletableFuture()).isDone();
    }

    @Test
    void does_not_let_a_stream_wait_for_a_socket_that_has_ended() {
        Outbox outbox = resumable(100, 1000);
        CompletionStage<Done> item = outbox.answer(frame(1));
        assertThat(item.toCompletableFuture()).isNotDone();
        outbox.detach();
        assertThat(item.toCompletableFuture()).isDone();
    }

    @Test
    void does_not_believe_that_something_arrived_before_it_was_sent() {
        Outbox outbox = resumable(100, 1000);
        outbox.offer(frame(1));
        assertThatThrownBy(() -> outbox.acknowledged(2)).isInstanceOf(HubProtocolException.class);
    }

    @Test
    void cuts_a_socket_that_comes_too_late() {
        Outbox outbox = resumable(100, 1000);
        outbox.detach();
        outbox.complete();
        SocketQueue next = next();
        outbox.resume(next, id -> frame((int) id));
        assertThat(sizes(next)).isEmpty();
    }

    private Outbox outbox(int maxItems, int maxBytes) {
        socket = SocketQueue.create(settings(maxItems, maxBytes), materializer);
        return new Outbox(socket);
    }

    private Outbox resumable(int maxItems, int maxBytes) {
        Outbox outbox = outbox(maxItems, maxBytes);
        outbox.keepForReplay(new ReplayBuffer(kept));
        return outbox;
    }

    private SocketQueue next() {
        return SocketQueue.create(settings(2, 1000), materializer);
    }

    private HubSettings settings(int maxItems, int maxBytes) {
        return HubSettings.defaults()
                .withOutbound(new HubSettings.Outbound(maxItems, maxBytes, 10))
                .withReconnect(kept);
    }

    private SinkQueueWithCancel<Frame> reader() {
        return socket.frames()
                .toMat(Sink.<Frame>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), Keep.right())
                .run(materializer);
    }

    private static List<Integer> sizes(SocketQueue socket) {
        return socket.frames()
                .map(Frame::bytes)
                .runWith(Sink.seq(), materializer)
                .toCompletableFuture()
                .join();
    }

    private static Consumer<Frame> bytes(int expected) {
        return frame -> assertThat(frame.bytes()).isEqualTo(expected);
    }

    private static Frame frame(int bytes) {
        return Frame.text("x".repeat(bytes));
    }
}
