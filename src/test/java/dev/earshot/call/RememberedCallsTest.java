package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.call.CallDirectory.CallList;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.CallSummary.State;
import dev.earshot.transcript.MemoryCallStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls, those of this process and those of one before")
class RememberedCallsTest {

    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    private final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private final CallStore store = new MemoryCallStore(10);
    private final AtomicReference<ActorRef<CallSummary>> told = new AtomicReference<>();
    private final TestProbe<CallList> lists = kit.createTestProbe(CallList.class);
    private Calls calls;

    /** In the store: a call whose process was killed in the middle of it. */
    @BeforeEach
    void start() {
        store.saveSummary(summary("killed", START)).toCompletableFuture().join();
        ActorRef<CallDirectory.Command> directory = kit.spawn(CallDirectory.create(
                new CallDirectorySettings(2, 10, Duration.ofMillis(500)), (callId, setup, summaries) -> {
                    told.set(summaries);
                    return Behaviors.ignore();
                }));
        calls = new Calls(kit.system(), directory, store, 10);
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    @Test
    @DisplayName("are watched as they are listed, also when one has changed, until nobody wants to know")
    void watched() {
        Runnable end = calls.watch(list -> {
            lists.ref().tell(list);
            return true;
        });
        assertThat(names(lists.receiveMessage())).containsExactly("killed");

        openHere();

        assertThat(names(lists.receiveMessage())).containsExactly("here", "killed");
        assertThat(calls.summaries().toCompletableFuture().join())
                .extracting(CallSummary::callId)
                .containsExactly("here", "killed");

        end.run();
        openHere();
        QuietScheduler.pass(Duration.ofSeconds(5));
        lists.expectNoMessage(Duration.ZERO);
    }

    /** Opened, told of by its log, and published. */
    private void openHere() {
        calls.open("here", CallSetup.NOTHING_KNOWN).toCompletableFuture().join();
        told.get().tell(summary("here", START.plusSeconds(60)));
        calls.summaries().toCompletableFuture().join();
        QuietScheduler.pass(Duration.ofMillis(500));
    }

    @Test
    @DisplayName("have ended, as far as is known of them, where the process that had them was killed")
    void killed() {
        CallSummary listed = calls.summaries().toCompletableFuture().join().get(0);

        assertThat(listed.state()).isEqualTo(State.ENDED);
        assertThat(listed.endedAt()).isEqualTo(START.plusSeconds(7));
        assertThat(calls.summary("killed").toCompletableFuture().join()).contains(listed);
        assertThat(calls.events("killed", 0, 100).toCompletableFuture().join())
                .hasValueSatisfying(snapshot -> assertThat(snapshot.state()).isEqualTo(State.ENDED));
        assertThat(calls.ledger("killed").toCompletableFuture().join()).isEmpty();
    }

    @Test
    @DisplayName("take no flag once they have ended, and none where they are unknown")
    void flagged() {
        assertThat(calls.flag("killed", "x").toCompletableFuture().join()).contains(RemarkAnswer.CALL_ENDED);
        assertThat(calls.flag("nobody", "x").toCompletableFuture().join()).isEqualTo(Optional.empty());
    }

    private static List<String> names(CallList list) {
        return list.calls().stream().map(CallSummary::callId).toList();
    }

    private static CallSummary summary(String callId, Instant startedAt) {
        return new CallSummary(
                callId, State.LIVE, startedAt, null, 7_000, 3, List.of(), 0, 0, 0, 0, null, null, null, null);
    }
}
