package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.function.Consumer;
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
        outbox.answer(frame(1));
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
        SinkQueueWithCancel<Frame> reader = outbox.frames()
                .toMat(Sink.<Frame>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), Keep.right())
                .run(materializer);
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
        assertThat(outbox.frames()
                        .runWith(Sink.seq(), materializer)
                        .toCompletableFuture()
                        .join())
                .extracting(Frame::bytes)
                .containsExactly(1);
    }

    @Test
    void ends_at_once_when_it_is_cut() {
        Outbox outbox = outbox(2, 1000);
        outbox.offer(frame(1));
        outbox.cut();
        assertThat(outbox.frames()
                        .runWith(Sink.seq(), materializer)
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertThat(outbox.offer(frame(2))).isEqualTo(SendResult.CLOSED);
        outbox.complete();
    }

    private static Outbox outbox(int maxItems, int maxBytes) {
        return Outbox.create(new HubSettings.Outbound(maxItems, maxBytes, 10), materializer);
    }

    private static Consumer<Frame> bytes(int expected) {
        return frame -> assertThat(frame.bytes()).isEqualTo(expected);
    }

    private static Frame frame(int bytes) {
        return Frame.text("x".repeat(bytes));
    }
}
