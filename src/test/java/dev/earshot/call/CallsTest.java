package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.MemoryCallStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A question about a call")
class CallsTest {

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

    private final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private final TestProbe<CallActor.Command> asked = kit.createTestProbe(CallActor.Command.class);
    private final MemoryCallStore store = new MemoryCallStore(10);
    private final ActorRef<CallDirectory.Command> directory =
            kit.spawn(CallDirectory.create(new CallDirectorySettings(2, 10, Duration.ofSeconds(1)), this::call));
    private final Calls calls = new Calls(kit.system(), directory, store, 10);

    @BeforeEach
    void storeCall() {
        LoggedEvent started = LoggedEvent.of("c", 1, 0, new CallEvent.CallStarted(Instant.EPOCH));
        store.append("c", 1, List.of(started)).toCompletableFuture().join();
        store.saveSummary(1, CallSummary.starting("c", Instant.EPOCH))
                .toCompletableFuture()
                .join();
        calls.open("c", CallSetup.NOTHING_KNOWN).toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    @Test
    @DisplayName("is answered by the store where the call has stopped with the question in its mailbox")
    void stoppedBetween() {
        CompletableFuture<Optional<CallSnapshot>> answer =
                calls.events("c", 0, 100).toCompletableFuture();
        asked.expectMessageClass(CallActor.ToLog.class);
        stopCall();

        QuietScheduler.pass(ASK_TIMEOUT);

        assertThat(answer)
                .succeedsWithin(Patience.LIMIT)
                .satisfies(found -> assertThat(found.orElseThrow().events()).hasSize(1));
    }

    @Test
    @DisplayName("fails where the call lives and does not answer, instead of passing for unknown")
    void hanging() {
        CompletableFuture<Optional<CallSummary>> answer = calls.summary("c").toCompletableFuture();
        asked.expectMessageClass(CallActor.ToLog.class);

        QuietScheduler.pass(ASK_TIMEOUT);

        assertThat(answer).failsWithin(Patience.LIMIT);
    }

    private void stopCall() {
        TestProbe<Optional<ActorRef<CallActor.Command>>> found = kit.createTestProbe();
        directory.tell(new CallDirectory.Find("c", found.ref()));
        ActorRef<CallActor.Command> call = found.receiveMessage().orElseThrow();
        call.tell(new CallActor.End(EndCause.SHUTDOWN));
        TestProbe<Void> watching = kit.createTestProbe();
        watching.expectTerminated(call);
        watching.awaitAssert(() -> {
            directory.tell(new CallDirectory.Find("c", found.ref()));
            assertThat(found.receiveMessage()).isEmpty();
            return null;
        });
    }

    /** A call that never answers, and stops when it is told to end. */
    private Behavior<CallActor.Command> call(String callId, CallSetup setup, ActorRef<CallSummary> summaries) {
        return Behaviors.receiveMessage(command -> {
            asked.ref().tell(command);
            return command instanceof CallActor.End ? Behaviors.stopped() : Behaviors.same();
        });
    }
}
