package dev.earshot.acs.answering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.call.CallDirectory.Opening;
import dev.earshot.call.CallDirectory.RefusalCause;
import dev.earshot.call.CallSetup;
import dev.earshot.realtime.QuietExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A phone that rings")
class ConnectionDirectoryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final AnsweringStage stage = new AnsweringStage();
    private final List<String> opened = new ArrayList<>();
    private final TestProbe<RingFate> fates = stage.kit.createTestProbe(RingFate.class);
    private CompletableFuture<Opening> opening =
            CompletableFuture.completedFuture(new Opening.Opened(stage.call, false));
    private final ActorRef<ConnectionDirectory.Command> directory =
            stage.kit.spawn(ConnectionDirectory.create(this::open, stage.parts(), Clock.fixed(NOW, ZoneOffset.UTC)));

    @AfterEach
    void close() {
        stage.close();
    }

    private CompletionStage<Opening> open(String callId, CallSetup setup) {
        opened.add(callId + " " + setup.speakers());
        return opening;
    }

    private RingFate ring(String eventId, String callId, Instant at) {
        directory.tell(new ConnectionDirectory.Ring(
                new IncomingCall(eventId, callId, "4:+49", "8:acs:us_1", "x", at), fates.ref()));
        return fates.receiveMessage();
    }

    @Test
    @DisplayName("is a call before it is answered, with whom the event names")
    void openedFirst() {
        opening = new CompletableFuture<>();
        directory.tell(
                new ConnectionDirectory.Ring(new IncomingCall("e1", "c1", "4:+49", null, "x", NOW), fates.ref()));
        QuietExecutor.awaitQuiet();
        assertThat(stage.asked).isEmpty();

        opening.complete(new Opening.Opened(stage.call, false));

        assertThat(fates.receiveMessage()).isEqualTo(RingFate.ANSWERING);
        assertThat(opened).containsExactly("c1 {4:+49=candidate}");
        QuietExecutor.awaitQuiet();
        assertThat(stage.asked).containsExactly("answer");
    }

    @Test
    @DisplayName("is answered once, though its event comes twice, or another event of the same call")
    void duplicates() {
        assertThat(ring("e1", "c1", NOW)).isEqualTo(RingFate.ANSWERING);
        assertThat(ring("e1", "c1", NOW)).isEqualTo(RingFate.DUPLICATE);
        assertThat(ring("e2", "c1", NOW)).isEqualTo(RingFate.DUPLICATE);
        assertThat(ring("e1", "c2", NOW)).isEqualTo(RingFate.DUPLICATE);
        QuietExecutor.awaitQuiet();
        assertThat(stage.asked).containsExactly("answer");
        assertThat(stage.meters
                        .counter("earshot.acs.events", "fate", "duplicate")
                        .count())
                .isEqualTo(3);
    }

    @Test
    @DisplayName("is not answered any more when it began to ring too long ago")
    void stale() {
        assertThat(ring("e1", "c1", NOW.minusSeconds(46))).isEqualTo(RingFate.STALE);
        assertThat(ring("e2", "c2", NOW.minusSeconds(45))).isEqualTo(RingFate.ANSWERING);
        assertThat(ring("e3", "c3", NOW.plusSeconds(300))).isEqualTo(RingFate.ANSWERING);
    }

    @Test
    @DisplayName("that cannot be taken now may be delivered again")
    void notTaken() {
        opening = CompletableFuture.completedFuture(new Opening.Refused(RefusalCause.TOO_MANY_CALLS));
        assertThat(ring("e1", "c1", NOW)).isEqualTo(RingFate.NOT_TAKEN);
        opening = CompletableFuture.failedFuture(new IllegalStateException());
        assertThat(ring("e1", "c1", NOW)).isEqualTo(RingFate.NOT_TAKEN);
        opening = CompletableFuture.completedFuture(new Opening.Opened(stage.call, false));
        assertThat(ring("e1", "c1", NOW)).isEqualTo(RingFate.ANSWERING);
    }

    @Test
    @DisplayName("of a call that is over is an old event")
    void over() {
        opening = CompletableFuture.completedFuture(new Opening.Refused(RefusalCause.CALL_ENDED));

        assertThat(ring("e1", "c1", NOW)).isEqualTo(RingFate.DUPLICATE);
        QuietExecutor.awaitQuiet();
        assertThat(stage.asked).isEmpty();
    }

    @Test
    @DisplayName("is known to callbacks from the moment that it is answered, and after its end")
    void known() {
        TestProbe<Boolean> known = stage.kit.createTestProbe(Boolean.class);
        List<CallbackEvent> over = CallbackEvents.read(
                        "{\"id\":\"x\",\"type\":\"Microsoft.Communication.CallDisconnected\",\"data\":{}}")
                .orElseThrow();
        directory.tell(new ConnectionDirectory.Report("c1", over, known.ref()));
        assertThat(known.receiveMessage()).isFalse();

        ring("e1", "c1", NOW);
        directory.tell(new ConnectionDirectory.Report("c1", over, known.ref()));
        assertThat(known.receiveMessage()).isTrue();
        QuietExecutor.awaitQuiet();
        directory.tell(new ConnectionDirectory.Report("c1", over, known.ref()));
        assertThat(known.receiveMessage()).isTrue();
        assertThat(stage.callbacks("Disconnected", "late")).isEqualTo(2);
    }

    @Test
    @DisplayName("is not answered by a server that goes, which leaves those that it has answered")
    void leaves() {
        stage.answer.complete("conn-1");
        ring("e1", "c1", NOW);
        QuietExecutor.awaitQuiet();
        TestProbe<Done> left = stage.kit.createTestProbe(Done.class);
        directory.tell(new ConnectionDirectory.LeaveAll(left.ref()));

        left.receiveMessage();
        assertThat(stage.asked).containsExactly("answer", "stop conn-1");
        assertThat(ring("e2", "c2", NOW)).isEqualTo(RingFate.NOT_TAKEN);
        stage.pass(Duration.ZERO);
        assertThat(stage.asked).hasSize(2);
    }
}
