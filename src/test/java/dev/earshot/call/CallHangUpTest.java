package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.MediaPort;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallEvent.ConnectionChanged;
import dev.earshot.transcript.LoggedEvent;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call of which the platform tells")
class CallHangUpTest {

    private final CallStage stage = new CallStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    @DisplayName("is heard to the close of its media socket, though it is hung up meanwhile")
    void lastFrames() {
        stage.begin();
        MediaPort port = stage.attach();
        stage.frame(port);
        stage.call.tell(new CallActor.HungUp());
        stage.settle();
        stage.pass(Duration.ofMillis(900));
        stage.frame(port);
        port.closed(MediaEnd.CLOSED);
        stage.settle();
        stage.pass(Duration.ofSeconds(10));

        CallEvent.CallEnded end = stage.awaitEnd();
        assertThat(end.cause()).isEqualTo("hungUp");
        assertThat(end.ledger().tracks().get(0).received()).isEqualTo(640);
    }

    @Test
    @DisplayName("does not wait for a media socket that stays open")
    void openSocket() {
        stage.begin();
        MediaPort port = stage.attach();
        stage.frame(port);
        stage.call.tell(new CallActor.HungUp());
        stage.settle();
        stage.pass(Duration.ofMillis(999));
        stage.frame(port);
        stage.pass(Duration.ofSeconds(11));

        CallEvent.CallEnded end = stage.awaitEnd();
        assertThat(end.cause()).isEqualTo("hungUp");
        assertThat(end.ledger().tracks().get(0).received()).isEqualTo(640);
    }

    @Test
    @DisplayName("is over at once where it has no media socket")
    void noSocket() {
        stage.begin();
        stage.call.tell(new CallActor.HungUp());

        assertThat(stage.awaitEnd().cause()).isEqualTo("hungUp");
    }

    @Test
    @DisplayName("waits longer for media that was asked for again, and no longer than that")
    void expected() {
        stage.begin();
        stage.attach().closed(MediaEnd.FAILED);
        stage.settle();
        stage.call.tell(new CallActor.ExpectMedia(Duration.ofSeconds(20)));
        stage.settle();
        stage.pass(Duration.ofMillis(19_999));
        MediaPort second = stage.attach();
        stage.pass(Duration.ofSeconds(30));
        assertThat(stage.settle()).noneMatch(CallEvent.CallEnded.class::isInstance);

        second.closed(MediaEnd.FAILED);
        stage.settle();
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaEnded");
    }

    @Test
    @DisplayName("waits as long where it is told that its media failed before it notices that itself")
    void expectedBeforeTheLoss() {
        stage.begin();
        MediaPort port = stage.attach();
        stage.call.tell(new CallActor.ExpectMedia(Duration.ofSeconds(20)));
        stage.settle();
        stage.pass(Duration.ofSeconds(1));
        port.closed(MediaEnd.FAILED);
        stage.settle();
        stage.pass(Duration.ofMillis(18_999));
        assertThat(stage.settle()).noneMatch(CallEvent.CallEnded.class::isInstance);

        stage.pass(Duration.ofMillis(1));
        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaEnded");
    }

    @Test
    @DisplayName("waits no less for media that was asked for again than for any other")
    void expectedSoon() {
        stage.begin();
        stage.attach().closed(MediaEnd.FAILED);
        stage.settle();
        stage.call.tell(new CallActor.ExpectMedia(Duration.ofSeconds(1)));
        stage.settle();
        stage.pass(Duration.ofMillis(4_999));
        assertThat(stage.settle()).noneMatch(CallEvent.CallEnded.class::isInstance);

        stage.pass(Duration.ofMillis(1));
        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaEnded");
    }

    @Test
    @DisplayName("expects nothing of a socket by what was told of the one before")
    void toldOfTheOneBefore() {
        stage.begin();
        stage.attach();
        stage.call.tell(new CallActor.MediaGivenUp());
        stage.settle();
        stage.attach().closed(MediaEnd.FAILED);
        stage.settle();
        stage.pass(Duration.ofSeconds(5));

        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaEnded");
    }

    @Test
    @DisplayName("ends where its media is given up and lost, whichever it hears of first")
    void givenUp() {
        stage.begin();
        MediaPort port = stage.attach();
        stage.call.tell(new CallActor.MediaGivenUp());
        stage.settle();
        stage.pass(Duration.ofMillis(4_999));
        port.closed(MediaEnd.FAILED);

        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaFailed");
    }

    @Test
    @DisplayName("ends of it, too, where it has noticed the loss before")
    void givenUpAfterTheLoss() {
        stage.begin();
        stage.attach().closed(MediaEnd.FAILED);
        stage.settle();
        stage.pass(Duration.ofMillis(4_999));
        stage.call.tell(new CallActor.MediaGivenUp());

        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaFailed");
    }

    @Test
    @DisplayName("is heard where its media flows though it was given up, and then ends as any other")
    void givenUpAndHeard() {
        stage.begin();
        MediaPort port = stage.attach();
        stage.call.tell(new CallActor.MediaGivenUp());
        stage.settle();
        stage.pass(Duration.ofSeconds(5));
        port.closed(MediaEnd.FAILED);
        stage.settle();
        stage.pass(Duration.ofMillis(4_999));
        assertThat(stage.settle()).noneMatch(CallEvent.CallEnded.class::isInstance);

        stage.pass(Duration.ofMillis(1));
        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaEnded");
    }

    @Test
    @DisplayName("tells whoever brings its media once it takes no more of it, and at once where that is so already")
    void deaf() {
        stage.begin();
        TestProbe<CallActor.Deaf> early = stage.kit.createTestProbe(CallActor.Deaf.class);
        stage.call.tell(new CallActor.TellWhenDeaf(early.ref()));
        MediaPort port = stage.attach();
        stage.frame(port);
        port.closed(MediaEnd.FAILED);
        stage.settle();
        early.expectNoMessage(Duration.ZERO);

        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.settle()).noneMatch(CallEvent.CallEnded.class::isInstance);
        early.expectMessage(new CallActor.Deaf("c"));

        TestProbe<CallActor.Deaf> late = stage.kit.createTestProbe(CallActor.Deaf.class);
        stage.call.tell(new CallActor.TellWhenDeaf(late.ref()));
        late.expectMessage(new CallActor.Deaf("c"));
    }

    @Test
    @DisplayName("has in its log what it was told, and nothing after its end")
    void reports() {
        ConnectionChanged answered = new ConnectionChanged(ConnectionChanged.State.ANSWERED, null, null);
        stage.begin();
        stage.call.tell(new CallActor.Report(answered));
        stage.call.tell(new CallActor.End(EndCause.NOT_ANSWERED));
        stage.awaitEnd();
        stage.call.tell(new CallActor.Report(answered));
        stage.awaitStopped();

        List<CallEvent.Durable> stored = stage.store.events("c", 0, 100).toCompletableFuture().join().stream()
                .map(LoggedEvent::event)
                .toList();
        assertThat(stored).containsOnlyOnce(answered);
        assertThat(stored.get(stored.size() - 1))
                .isInstanceOfSatisfying(CallEvent.CallEnded.class, end -> assertThat(end.cause())
                        .isEqualTo("notAnswered"));
    }
}
