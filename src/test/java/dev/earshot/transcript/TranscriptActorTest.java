package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.CallEvent.Health;
import dev.earshot.transcript.CallEvent.HintOffered;
import dev.earshot.transcript.CallEvent.HintOutcome;
import dev.earshot.transcript.CallEvent.HintWithdrawn;
import dev.earshot.transcript.CallEvent.MediaState;
import dev.earshot.transcript.CallEvent.Outcome;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import dev.earshot.transcript.CallEvent.UtterancePartial;
import dev.earshot.transcript.TranscriptActor.Append;
import dev.earshot.transcript.TranscriptActor.Command;
import dev.earshot.transcript.TranscriptActor.GetEvents;
import dev.earshot.transcript.TranscriptActor.GetSummary;
import dev.earshot.transcript.TranscriptActor.NextBatch;
import dev.earshot.transcript.TranscriptActor.Settings;
import dev.earshot.transcript.TranscriptActor.Show;
import dev.earshot.transcript.TranscriptActor.StoreBatch;
import dev.earshot.transcript.TranscriptActor.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log of a call")
class TranscriptActorTest {

    private static final TranscriptActor.Call CALL =
            new TranscriptActor.Call("c", 1, Instant.parse("2026-11-22T10:00:00Z"));
    private static final LedgerSnapshot EMPTY = new LedgerSnapshot("c", List.of());
    private static final int ALL = Integer.MAX_VALUE;

    private final AtomicLong clock = new AtomicLong(100);
    private final List<CallSummary> summaries = new ArrayList<>();

    private BehaviorTestKit<Command> log(int maxEvents, LoggedEvent... earlier) {
        return BehaviorTestKit.create(
                TranscriptActor.create(CALL, new Settings(maxEvents), List.of(earlier), clock::get, summaries::add));
    }

    private final BehaviorTestKit<Command> log = log(1000);

    private CallSnapshot events(long after, int limit) {
        TestInbox<CallSnapshot> reply = TestInbox.create();
        log.run(new GetEvents(after, limit, reply.getRef()));
        return reply.receiveMessage();
    }

    private void flag(String... notes) {
        for (String note : notes) {
            log.run(new Append(new Flagged(note)));
        }
    }

    private static final CallEvent.TrackHealth READY =
            new CallEvent.TrackHealth("t1", "agent", CallEvent.SessionState.READY, 0, -30, 0);

    private static UtterancePartial partial(String utterance, String text, int revision) {
        return new UtterancePartial("t1", utterance, 0, text, revision);
    }

    @Test
    @DisplayName("numbers its events from 1 without a hole, and times them by the call clock, never backwards")
    void contiguous() {
        flag("a");
        clock.set(250);
        flag("b");
        clock.set(200);
        flag("c");

        assertThat(events(0, ALL).events()).extracting(LoggedEvent::seq).containsExactly(1L, 2L, 3L);
        assertThat(events(0, ALL).events()).extracting(LoggedEvent::atMs).containsExactly(100L, 250L, 250L);
    }

    @Test
    @DisplayName("shows the newest partial of each utterance until its final, and the newest health")
    void showing() {
        log.run(new Show(partial("t1-u1", "Hel", 1)));
        log.run(new Show(partial("t1-u1", "Hello", 2)));
        log.run(new Show(partial("t2-u1", "Go", 1)));
        log.run(new Show(partial("t2-u2", "Gone", 1)));
        log.run(new Show(partial("t2-u2", "", 2)));
        log.run(new Show(new Health(MediaState.RECEIVING, 0, List.of(), EMPTY)));
        log.run(new Show(new Health(MediaState.LOST, 0, List.of(), EMPTY)));
        log.run(new Append(UtteranceFinal.understood("t2", "t2-u1", 0, 10, "Go on.")));

        assertThat(events(0, 0).volatiles())
                .satisfiesExactly(first -> assertThat(first).contains("\"Hello\""), second -> assertThat(second)
                        .contains("\"media\":\"lost\""));
    }

    @Test
    @DisplayName("says in its health how far the store has got")
    void storedSeq() {
        log.run(new Stored(41, null));
        log.run(new Show(new Health(MediaState.RECEIVING, 0, List.of(), EMPTY)));

        assertThat(events(0, 0).volatiles())
                .singleElement()
                .asString()
                .contains("\"storedSeq\":41")
                .doesNotContain("unstored");
    }

    @Test
    @DisplayName("says in its health and in its line why the store has got no further, and where the rest waits")
    void unstored() {
        Unstored onDisk = new Unstored(Unstored.Where.DISK, StoreFailure.AWAY);
        log.run(new Stored(41, onDisk));
        log.run(new Show(new Health(MediaState.RECEIVING, 0, List.of(), EMPTY)));
        TestInbox<CallSummary> reply = TestInbox.create();
        log.run(new GetSummary(reply.getRef()));

        assertThat(events(0, 0).volatiles())
                .singleElement()
                .asString()
                .contains("\"storedSeq\":41,\"unstored\":{\"waits\":\"disk\",\"cause\":\"storeAway\"}");
        assertThat(reply.receiveMessage().rendered())
                .contains("\"storedSeq\":41,\"unstored\":{\"waits\":\"disk\",\"cause\":\"storeAway\"}");
        assertThat(summaries)
                .as("what goes into lists and the store")
                .allMatch(summary -> summary.storedSeq() == null && summary.unstored() == null);
    }

    @Test
    @DisplayName("takes nothing after the end of the call")
    void ended() {
        log.run(new Show(partial("t1-u1", "Hel", 1)));
        log.run(new Append(new CallEnded("hangUp", 5000, EMPTY)));
        flag("late");
        log.run(new Show(partial("t1-u1", "Hello", 2)));

        assertThat(events(0, ALL).events())
                .extracting(event -> event.event().type())
                .containsExactly("callEnded");
        assertThat(events(0, ALL).volatiles()).isEmpty();
        assertThat(events(0, ALL).state()).isEqualTo(CallSummary.State.ENDED);
    }

    @Test
    @DisplayName("takes only the end of the call when it is full")
    void full() {
        BehaviorTestKit<Command> small = log(2);
        for (String note : List.of("a", "b", "c")) {
            small.run(new Append(new Flagged(note)));
        }
        small.run(new Append(new CallEnded("hangUp", 5000, EMPTY)));
        TestInbox<CallSnapshot> reply = TestInbox.create();
        small.run(new GetEvents(0, ALL, reply.getRef()));

        assertThat(reply.receiveMessage().events())
                .extracting(event -> event.seq() + event.event().type())
                .containsExactly("1flagged", "2flagged", "3callEnded");
    }

    @Test
    @DisplayName("sums the call up after every event")
    void summary() {
        log.run(new Append(UtteranceFinal.understood("t1", "t1-u1", 0, 10, "Good morning.")));
        log.run(new Append(UtteranceFinal.notUnderstood("t1", "t1-u2", 20, 30, "noAnswer")));
        log.run(new Append(new HintOffered("t1", "h1", "salary", null, "Ask.", "Why.", "q", "t1-u1", 10, 8010, null)));
        clock.set(900);
        TestInbox<CallSummary> reply = TestInbox.create();
        log.run(new GetSummary(reply.getRef()));

        assertThat(reply.receiveMessage())
                .isEqualTo(new CallSummary(
                        "c",
                        CallSummary.State.LIVE,
                        CALL.startedAt(),
                        null,
                        900,
                        3,
                        List.of(),
                        2,
                        1,
                        0,
                        1,
                        CallHealth.STARTING,
                        "Good morning.",
                        null,
                        null));
        assertThat(summaries).extracting(CallSummary::lastSeq).containsExactly(1L, 2L, 3L);
    }

    @Test
    @DisplayName("begins as one that is starting, and not as one that does well")
    void starting() {
        TestInbox<CallSummary> reply = TestInbox.create();
        log.run(new GetSummary(reply.getRef()));

        assertThat(reply.receiveMessage().rendered()).contains("\"state\":\"live\"", "\"health\":\"starting\"");
    }

    @Test
    @DisplayName("counts the hints that were on a screen in time, and those that nobody has answered")
    void hintsInTime() {
        clock.set(1_000);
        for (String hint : List.of("h1", "h2", "h3", "h4")) {
            log.run(new Append(
                    new HintOffered("t1", hint, "salary", null, "Ask.", "Why.", "q", "t1-u1", 900, 2_000, null)));
        }
        log.run(new Append(new HintOutcome("h1", Outcome.RENDERED, null)));
        log.run(new Append(new HintOutcome("h1", Outcome.USED, null)));
        log.run(new Append(new HintWithdrawn("t1", "h2", "t1-u1", "superseded")));
        clock.set(2_001);
        log.run(new Append(new HintOutcome("h3", Outcome.RENDERED, null)));

        CallSummary last = summaries.get(summaries.size() - 1);
        assertThat(last.hints()).isEqualTo(4);
        assertThat(last.hintsInTime()).as("h1; h3 came too late").isEqualTo(1);
        assertThat(last.hintsOpen()).as("h3 and h4").isEqualTo(2);
    }

    @Test
    @DisplayName("tells the lists when a call does better or worse, and not every second")
    void healthIsNews() {
        log.run(new Show(new Health(MediaState.RECEIVING, 0, List.of(READY), EMPTY)));
        log.run(new Show(new Health(MediaState.RECEIVING, 0, List.of(READY), EMPTY)));
        log.run(new Show(new Health(MediaState.SILENT, 0, List.of(READY), EMPTY)));
        log.run(new Append(new CallEnded("hangUp", 5000, EMPTY)));

        assertThat(summaries).extracting(CallSummary::health).containsExactly(CallHealth.OK, CallHealth.STALLED, null);
    }

    @Test
    @DisplayName("goes on where an earlier owner of the call stopped")
    void earlier() {
        BehaviorTestKit<Command> resumed = log(1000, LoggedEvent.of("c", 1, 500, new Flagged("before")));
        resumed.run(new Append(new Flagged("now")));
        TestInbox<CallSnapshot> reply = TestInbox.create();
        resumed.run(new GetEvents(0, ALL, reply.getRef()));

        assertThat(reply.receiveMessage().events())
                .extracting(LoggedEvent::atMs)
                .containsExactly(500L, 500L);
    }

    @Test
    @DisplayName("lets the store's writer wait until there is something, and gives it whole batches then")
    void writerPulls() {
        TestInbox<StoreBatch> writer = TestInbox.create();
        log.run(new NextBatch(0, 0, 2, 10_000, writer.getRef()));
        assertThat(writer.hasMessages()).isFalse();

        flag("a", "b", "c");
        assertThat(writer.receiveMessage().events())
                .extracting(LoggedEvent::seq)
                .containsExactly(1L);
        log.run(new NextBatch(1, 1, 2, 10_000, writer.getRef()));
        assertThat(writer.receiveMessage().events())
                .extracting(LoggedEvent::seq)
                .containsExactly(2L, 3L);
    }

    @Test
    @DisplayName("bounds a batch in size, but gives one event however long it is")
    void batchSize() {
        TestInbox<StoreBatch> writer = TestInbox.create();
        flag("x".repeat(500), "y".repeat(500));
        log.run(new NextBatch(0, 0, 10, 600, writer.getRef()));
        assertThat(writer.receiveMessage().events()).hasSize(1);
        log.run(new NextBatch(0, 0, 10, 1, writer.getRef()));
        assertThat(writer.receiveMessage().events()).hasSize(1);
    }

    @Test
    @DisplayName("tells the store's writer which batch is the last")
    void lastBatch() {
        TestInbox<StoreBatch> writer = TestInbox.create();
        flag("a");
        log.run(new Append(new CallEnded("hangUp", 5000, EMPTY)));
        log.run(new NextBatch(0, 0, 1, 10_000, writer.getRef()));
        assertThat(writer.receiveMessage().last()).isFalse();
        log.run(new NextBatch(1, 1, 1, 10_000, writer.getRef()));
        assertThat(writer.receiveMessage().last()).isTrue();
        log.run(new NextBatch(2, 2, 1, 10_000, writer.getRef()));
        assertThat(writer.receiveMessage())
                .satisfies(batch -> assertThat(batch.events()).isEmpty());
    }
}
