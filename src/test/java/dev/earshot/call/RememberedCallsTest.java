package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.call.CallDirectory.CallList;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.transcript.CallEraser;
import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.CallSummary.State;
import dev.earshot.transcript.MemoryCallStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
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
    private ActorRef<CallDirectory.Command> directory;
    private Calls calls;

    /** In the store: a call whose process was killed in the middle of it. */
    @BeforeEach
    void start() {
        store.saveSummary(1, summary("killed", START)).toCompletableFuture().join();
        directory = kit.spawn(CallDirectory.create(
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

    @Test
    @DisplayName("are erased from the store and then from whatever else keeps them, and leave the list of who watches")
    void erased() {
        List<String> keepers = new ArrayList<>();
        CallEraser other = callId -> {
            keepers.add(
                    callId + " " + store.summary(callId).toCompletableFuture().join());
            return CompletableFuture.completedStage(Done.getInstance());
        };
        CallErasure erasure = new CallErasure(kit.system(), directory, List.of(store, other));
        calls.watch(list -> {
            lists.ref().tell(list);
            return true;
        });
        assertThat(names(lists.receiveMessage())).containsExactly("killed");

        assertThat(erasure.erase("killed").toCompletableFuture().join()).isTrue();

        assertThat(keepers).containsExactly("killed Optional.empty");
        QuietScheduler.pass(Duration.ofMillis(500));
        assertThat(names(lists.receiveMessage())).isEmpty();
        assertThat(calls.summary("killed").toCompletableFuture().join()).isEmpty();
    }

    @Test
    @DisplayName("are not erased while they live")
    void notErasedAlive() {
        openHere();
        CallErasure erasure = new CallErasure(kit.system(), directory, List.of(store));
        assertThat(erasure.erase("here").toCompletableFuture().join()).isFalse();
        assertThat(calls.summaries().toCompletableFuture().join())
                .extracting(CallSummary::callId)
                .containsExactly("here", "killed");
    }

    @Test
    @DisplayName("are paged through, those that live among those that the store has")
    void paged() {
        openHere();
        store.saveSummary(1, summary("between", START.plusSeconds(30)));

        CallPage first =
                calls.page(CallPage.Request.newest(2)).toCompletableFuture().join();
        CallPage second = calls.page(new CallPage.Request(first.next(), 0, Long.MAX_VALUE, 2))
                .toCompletableFuture()
                .join();

        assertThat(first.calls()).extracting(CallSummary::callId).containsExactly("here", "between");
        assertThat(first.calls()).extracting(CallSummary::state).containsExactly(State.LIVE, State.ENDED);
        assertThat(second.calls()).extracting(CallSummary::callId).containsExactly("killed");
        assertThat(second.next()).isNull();
    }

    private static List<String> names(CallList list) {
        return list.calls().stream().map(CallSummary::callId).toList();
    }

    private static CallSummary summary(String callId, Instant startedAt) {
        return new CallSummary(
                callId, State.LIVE, startedAt, null, 7_000, 3, List.of(), 0, 0, 0, 0, null, null, null, null);
    }
}
