package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.call.CallDirectory.CallList;
import dev.earshot.call.CallDirectory.Drained;
import dev.earshot.call.CallDirectory.Opening;
import dev.earshot.call.CallDirectory.RefusalCause;
import dev.earshot.ingress.MediaPort;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The directory of calls")
class CallDirectoryTest {

    private final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private final Map<String, ActorRef<CallSummary>> told = new ConcurrentHashMap<>();
    private final TestProbe<CallActor.Command> asked = kit.createTestProbe(CallActor.Command.class);
    private final TestProbe<Drained> drained = kit.createTestProbe(Drained.class);
    private final ActorRef<CallDirectory.Command> directory =
            kit.spawn(CallDirectory.create(new CallDirectorySettings(2, 10, Duration.ofMillis(500)), this::call));

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    @Test
    @DisplayName("opens a call once, and finds it from then on")
    void opensOnce() {
        Opening first = open("a");
        ActorRef<CallActor.Command> call = find("a").orElseThrow();
        assertThat(first).isEqualTo(new Opening.Opened(call, false));
        assertThat(open("a")).isEqualTo(new Opening.Opened(call, true));
        assertThat(find("b")).isEmpty();
    }

    @Test
    @DisplayName("tells a call that lives already what more is known of it")
    void laterSetup() {
        open("a");
        CallSetup setup = new CallSetup(Map.of("8:acs:a", "agent"), null);
        directory.tell(new CallDirectory.Open(
                "a", setup, kit.createTestProbe(Opening.class).ref()));
        asked.expectMessage(new CallActor.AddSetup(setup));
    }

    @Test
    @DisplayName("does not count a call that has ended and waits for its store")
    void endedDoesNotCount() {
        open("a");
        open("b");
        told.get("a").tell(summary("a", CallSummary.State.ENDED));
        assertThat(open("c")).isInstanceOf(Opening.Opened.class);
        assertThat(find("a")).isPresent();
        assertThat(open("d")).isEqualTo(new Opening.Refused(RefusalCause.TOO_MANY_CALLS));
    }

    @Test
    @DisplayName("refuses one call too many until another has stopped")
    void tooManyCalls() {
        open("a");
        open("b");
        assertThat(open("c")).isEqualTo(new Opening.Refused(RefusalCause.TOO_MANY_CALLS));
        stop("a");
        assertThat(open("c")).isInstanceOf(Opening.Opened.class);
    }

    @Test
    @DisplayName("refuses the id of a call that has ended, even while it is being stored")
    void endedId() {
        open("a");
        told.get("a").tell(summary("a", CallSummary.State.ENDED));
        assertThat(open("a")).isEqualTo(new Opening.Refused(RefusalCause.CALL_ENDED));
        stop("a");
        assertThat(open("a")).isEqualTo(new Opening.Refused(RefusalCause.CALL_ENDED));
    }

    @Test
    @DisplayName("lists a call that failed without a word as ended, not as one that lives for ever")
    void failedCall() {
        open("a");
        told.get("a").tell(summary("a", CallSummary.State.LIVE));
        assertThat(list()).extracting(CallSummary::state).containsExactly(CallSummary.State.LIVE);
        fail("a");
        assertThat(list()).extracting(CallSummary::state).containsExactly(CallSummary.State.ENDED);
        assertThat(open("a")).isEqualTo(new Opening.Refused(RefusalCause.CALL_ENDED));
    }

    @Test
    @DisplayName("remembers the last thousand calls that ended, and no more")
    void boundedMemory() {
        open("a");
        for (int i = 0; i <= 1_000; i++) {
            told.get("a").tell(summary("ended-" + i, CallSummary.State.ENDED));
        }
        list();
        assertThat(open("ended-1")).isInstanceOf(Opening.Refused.class);
        assertThat(open("ended-0")).isInstanceOf(Opening.Opened.class);
    }

    @Test
    @DisplayName("forgets a call that has ended, tells it so where it is still being stored, and refuses its id")
    void forgets() {
        open("a");
        told.get("a").tell(summary("a", CallSummary.State.ENDED));
        assertThat(list()).hasSize(1);

        assertThat(forget("a")).isTrue();

        asked.expectMessage(new CallActor.Forget());
        assertThat(list()).isEmpty();
        told.get("a").tell(summary("a", CallSummary.State.ENDED));
        assertThat(list()).isEmpty();
        assertThat(open("a")).isEqualTo(new Opening.Refused(RefusalCause.CALL_ENDED));
        assertThat(forget("nobody")).isTrue();
    }

    @Test
    @DisplayName("does not forget a call that lives")
    void livingCall() {
        open("a");
        told.get("a").tell(summary("a", CallSummary.State.LIVE));
        assertThat(forget("a")).isFalse();
        assertThat(list()).hasSize(1);
        assertThat(find("a")).isPresent();
    }

    private boolean forget(String callId) {
        TestProbe<Boolean> answers = kit.createTestProbe(Boolean.class);
        directory.tell(new CallDirectory.Forget(callId, answers.ref()));
        return answers.receiveMessage();
    }

    @Test
    @DisplayName("tells watchers of changes, not more often than it should, and forgets those who left")
    void watchers() {
        TestProbe<CallList> lists = kit.createTestProbe(CallList.class);
        directory.tell(new CallDirectory.Watch(list -> {
            lists.ref().tell(list);
            return list.calls().size() < 2;
        }));
        assertThat(lists.receiveMessage().calls()).isEmpty();
        open("a");
        told.get("a").tell(summary("a", CallSummary.State.LIVE));
        told.get("a").tell(summary("a", CallSummary.State.LIVE));
        list();
        QuietScheduler.pass(Duration.ofMillis(499));
        lists.expectNoMessage(Duration.ZERO);
        QuietScheduler.pass(Duration.ofMillis(1));
        assertThat(lists.receiveMessage().calls()).hasSize(1);
        told.get("a").tell(summary("b", CallSummary.State.LIVE));
        list();
        QuietScheduler.pass(Duration.ofMillis(500));
        assertThat(lists.receiveMessage().calls()).hasSize(2);
        told.get("a").tell(summary("b", CallSummary.State.LIVE));
        list();
        QuietScheduler.pass(Duration.ofSeconds(5));
        lists.expectNoMessage(Duration.ZERO);
    }

    @Test
    @DisplayName("ends all calls, opens none, and is drained when the last has stopped")
    void endAll() {
        open("a");
        directory.tell(new CallDirectory.EndAll(EndCause.SHUTDOWN, drained.ref()));
        asked.expectMessage(new CallActor.End(EndCause.SHUTDOWN));
        assertThat(open("b")).isEqualTo(new Opening.Refused(RefusalCause.SHUTTING_DOWN));
        told.get("a").tell(summary("a", CallSummary.State.ENDED));
        list();
        drained.expectNoMessage(Duration.ZERO);
        stop("a");
        drained.receiveMessage();
    }

    @Test
    @DisplayName("does not wait for ever for a store that is away")
    void endAllWithoutStore() {
        open("a");
        directory.tell(new CallDirectory.EndAll(EndCause.SHUTDOWN, drained.ref()));
        told.get("a").tell(summary("a", CallSummary.State.ENDED));
        list();
        QuietScheduler.pass(Duration.ofMillis(2_999));
        drained.expectNoMessage(Duration.ZERO);
        QuietScheduler.pass(Duration.ofMillis(1));
        drained.receiveMessage();
    }

    @Test
    @DisplayName("is drained at once where nothing lives")
    void endNone() {
        directory.tell(new CallDirectory.EndAll(EndCause.SHUTDOWN, drained.ref()));
        drained.receiveMessage();
    }

    /** A call that tells what it is asked; it stops when its books are asked for, and fails when media is. */
    private Behavior<CallActor.Command> call(String callId, CallSetup setup, ActorRef<CallSummary> summaries) {
        told.put(callId, summaries);
        return Behaviors.receive((context, command) -> {
            if (command instanceof CallActor.GetLedger) {
                return Behaviors.stopped();
            } else if (command instanceof CallActor.AttachMedia) {
                throw new IllegalStateException("this call fails");
            }
            asked.ref().tell(command);
            return Behaviors.same();
        });
    }

    private Opening open(String callId) {
        TestProbe<Opening> answers = kit.createTestProbe(Opening.class);
        directory.tell(new CallDirectory.Open(callId, CallSetup.NOTHING_KNOWN, answers.ref()));
        return answers.receiveMessage();
    }

    private Optional<ActorRef<CallActor.Command>> find(String callId) {
        TestProbe<Optional<ActorRef<CallActor.Command>>> answers = kit.createTestProbe();
        directory.tell(new CallDirectory.Find(callId, answers.ref()));
        return answers.receiveMessage();
    }

    private List<CallSummary> list() {
        TestProbe<CallPage> answers = kit.createTestProbe(CallPage.class);
        directory.tell(new CallDirectory.GetPage(CallPage.Request.newest(200), answers.ref()));
        return answers.receiveMessage().calls();
    }

    private void stop(String callId) {
        ActorRef<CallActor.Command> call = find(callId).orElseThrow();
        call.tell(new CallActor.GetLedger(
                kit.createTestProbe(LedgerSnapshot.class).ref()));
        awaitGone(callId, call);
    }

    private void fail(String callId) {
        ActorRef<CallActor.Command> call = find(callId).orElseThrow();
        call.tell(new CallActor.AttachMedia(kit.createTestProbe(MediaPort.class).ref()));
        awaitGone(callId, call);
    }

    private void awaitGone(String callId, ActorRef<CallActor.Command> call) {
        TestProbe<Void> probe = kit.createTestProbe();
        probe.expectTerminated(call);
        probe.awaitAssert(() -> assertThat(find(callId)).isEmpty());
    }

    private static CallSummary summary(String callId, CallSummary.State state) {
        return new CallSummary(
                callId,
                state,
                Instant.EPOCH,
                state == CallSummary.State.ENDED ? Instant.EPOCH.plusSeconds(1) : null,
                1_000,
                3,
                List.of(),
                0,
                0,
                0,
                0,
                null,
                null,
                null,
                null);
    }
}
