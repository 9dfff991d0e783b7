package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.StoreWriterActor.AllStored;
import dev.earshot.transcript.StoreWriterActor.GaveUp;
import dev.earshot.transcript.StoreWriterActor.Report;
import dev.earshot.transcript.StoreWriterActor.StoreAway;
import dev.earshot.transcript.StoreWriterActor.StoreBack;
import dev.earshot.transcript.TranscriptActor.NextBatch;
import dev.earshot.transcript.TranscriptActor.StoreBatch;
import dev.earshot.transcript.TranscriptActor.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The writer of a call's log into the store")
class StoreWriterActorTest {

    private static final TranscriptActor.Call CALL =
            new TranscriptActor.Call("c", 3, Instant.parse("2026-11-22T10:00:00Z"));
    private static final StoreWriterActor.Settings SETTINGS = new StoreWriterActor.Settings(
            10, 10_000, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final ActorTestKit testKit = ActorTestKit.create(QuietExecutor.config());
    private final TestProbe<TranscriptActor.Command> transcript = testKit.createTestProbe();
    private final TestProbe<Report> reports = testKit.createTestProbe();
    private final ScriptedStore store = new ScriptedStore();
    private ActorRef<StoreWriterActor.Command> writer;

    @BeforeEach
    void start() {
        writer = testKit.spawn(StoreWriterActor.create(
                CALL, SETTINGS, 0, transcript.getRef(), store, new Random(1), reports.getRef()));
    }

    @AfterEach
    void stop() {
        testKit.shutdownTestKit();
    }

    /** A store that answers an append when, and as, the test says. */
    private static final class ScriptedStore implements CallStore {
        private final LinkedBlockingQueue<Appending> appends = new LinkedBlockingQueue<>();
        private final List<CallSummary> summaries = new ArrayList<>();
        private final List<String> expired = new ArrayList<>();

        private record Appending(long epoch, List<Long> seqs, CompletableFuture<Long> answer) {}

        @Override
        public CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events) {
            CompletableFuture<Long> answer = new CompletableFuture<>();
            appends.add(
                    new Appending(epoch, events.stream().map(LoggedEvent::seq).toList(), answer));
            return answer;
        }

        private Appending next() throws InterruptedException {
            Appending next = appends.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Optional<CallSummary>> summary(String callId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<CallSummary>> summaries(int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Done> saveSummary(CallSummary summary) {
            summaries.add(summary);
            return CompletableFuture.completedStage(Done.getInstance());
        }

        @Override
        public CompletionStage<Done> expire(String callId) {
            expired.add(callId);
            return CompletableFuture.completedStage(Done.getInstance());
        }

        @Override
        public void close() {}
    }

    private static StoreBatch batch(boolean last, long... seqs) {
        List<LoggedEvent> events = new ArrayList<>();
        CallSummary summary = CallSummary.starting("c", CALL.startedAt());
        for (long seq : seqs) {
            events.add(LoggedEvent.of("c", seq, seq, new Flagged("n")));
            summary = summary.after(events.get(events.size() - 1));
        }
        if (last) {
            LedgerSnapshot empty = new LedgerSnapshot("c", List.of());
            summary = summary.after(LoggedEvent.of("c", summary.lastSeq(), 9, new CallEnded("hangUp", 9, empty)));
        }
        return new StoreBatch(events, summary, last);
    }

    private NextBatch expectPull(long afterSeq) {
        NextBatch pull = transcript.expectMessageClass(NextBatch.class);
        assertThat(pull.afterSeq()).isEqualTo(afterSeq);
        return pull;
    }

    private static void fail(ScriptedStore.Appending append, StoreFailure cause) {
        append.answer().completeExceptionally(new StoreException(cause, null));
    }

    @Test
    @DisplayName("pulls the next batch only when the last one is stored")
    void oneBatchAtATime() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(false, 1, 2));
        ScriptedStore.Appending append = store.next();
        assertThat(append.epoch()).isEqualTo(3);
        assertThat(append.seqs()).containsExactly(1L, 2L);
        transcript.expectNoMessage();

        append.answer().complete(2L);
        assertThat(transcript.expectMessageClass(Stored.class).seq()).isEqualTo(2);
        expectPull(2);
        assertThat(store.summaries).extracting(CallSummary::lastSeq).containsExactly(2L);
    }

    @Test
    @DisplayName("tries again after a while when the store is away, says so once, and says when it is back")
    void retries() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(false, 1));
        fail(store.next(), StoreFailure.AWAY);
        reports.expectMessage(new StoreAway("c", StoreFailure.AWAY));
        QuietScheduler.pass(Duration.ofMillis(99));
        transcript.expectNoMessage(Duration.ZERO);
        QuietScheduler.pass(Duration.ofMillis(101));
        expectPull(0).replyTo().tell(batch(false, 1, 2));
        fail(store.next(), StoreFailure.AWAY);
        reports.expectNoMessage();
        QuietScheduler.pass(Duration.ofMillis(199));
        transcript.expectNoMessage(Duration.ZERO);
        QuietScheduler.pass(Duration.ofMillis(201));
        expectPull(0).replyTo().tell(batch(false, 1, 2, 3));
        store.next().answer().complete(3L);

        reports.expectMessage(new StoreBack("c"));
        assertThat(transcript.expectMessageClass(Stored.class).seq()).isEqualTo(3);
        expectPull(3);
    }

    @Test
    @DisplayName("goes back when the store has lost what it had")
    void rewinds() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(false, 1, 2));
        store.next().answer().complete(2L);
        transcript.expectMessageClass(Stored.class);
        expectPull(2).replyTo().tell(batch(false, 3));
        store.next().answer().complete(0L);

        assertThat(transcript.expectMessageClass(Stored.class).seq()).isZero();
        QuietScheduler.pass(Duration.ofMillis(200));
        expectPull(0).replyTo().tell(batch(false, 1, 2, 3));
        assertThat(store.next().seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    @DisplayName("stops at once when another owner has written")
    void staleOwner() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(false, 1));
        fail(store.next(), StoreFailure.STALE_OWNER);

        reports.expectMessage(new GaveUp("c", StoreFailure.STALE_OWNER, 0));
        reports.expectTerminated(writer);
        assertThat(store.summaries).isEmpty();
    }

    @Test
    @DisplayName("finishes with the summary and the retention at the end of the call")
    void finishes() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(true, 1, 2));
        store.next().answer().complete(2L);

        reports.expectMessage(new AllStored("c", 2));
        reports.expectTerminated(writer);
        assertThat(store.summaries).extracting(CallSummary::state).containsExactly(CallSummary.State.ENDED);
        assertThat(store.expired).containsExactly("c");
    }

    @Test
    @DisplayName("gives up when the call has ended and the store stays away for too long")
    void outOfTime() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(true, 1));
        fail(store.next(), StoreFailure.AWAY);
        reports.expectMessage(new StoreAway("c", StoreFailure.AWAY));
        QuietScheduler.pass(Duration.ofSeconds(30));

        reports.expectMessage(new GaveUp("c", StoreFailure.AWAY, 0));
        reports.expectTerminated(writer);
    }
}
