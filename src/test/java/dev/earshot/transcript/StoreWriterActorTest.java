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
import java.util.Set;
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
    private static final StoreWriterSettings SETTINGS = new StoreWriterSettings(
            10, 10_000, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final StoreBacklog.Limits LIMITS = new StoreBacklog.Limits(
            new StoreBacklog.Amount(100, 100_000), new StoreBacklog.Amount(1_000, 1_000_000), 2_000);

    private final ActorTestKit testKit = ActorTestKit.create(QuietExecutor.config());
    private final TestProbe<TranscriptActor.Command> transcript = testKit.createTestProbe();
    private final TestProbe<Report> reports = testKit.createTestProbe();
    private final ScriptedStore store = new ScriptedStore();
    private final ScriptedSpill spill = new ScriptedSpill();
    private final StoreBacklog backlog = new StoreBacklog(LIMITS);
    private ActorRef<StoreWriterActor.Command> writer;

    @BeforeEach
    void start() {
        writer = testKit.spawn(StoreWriterActor.create(
                CALL,
                SETTINGS,
                0,
                transcript.getRef(),
                new Storage(store, spill, backlog),
                new Random(1),
                reports.getRef()));
    }

    /** Another writer, which goes to disk sooner. */
    private void restart(Duration spillAfter) {
        testKit.stop(writer);
        transcript.expectMessageClass(NextBatch.class);
        writer = testKit.spawn(StoreWriterActor.create(
                CALL,
                new StoreWriterSettings(
                        10, 10_000, Duration.ofMillis(200), Duration.ofSeconds(1), spillAfter, Duration.ofSeconds(30)),
                0,
                transcript.getRef(),
                new Storage(store, spill, backlog),
                new Random(1),
                reports.getRef()));
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
        public CompletionStage<CallPage> page(CallPage.Request request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Done> erase(String callId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Set<String>> erased(Set<String> callIds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Done> saveSummary(long epoch, CallSummary summary) {
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

    /** A disk that answers when, and as, the test says. */
    private static final class ScriptedSpill implements Spill {
        private final LinkedBlockingQueue<Adding> adding = new LinkedBlockingQueue<>();
        private final List<String> done = new ArrayList<>();

        private record Adding(long storedSeq, List<Long> seqs, CompletableFuture<Long> answer) {}

        @Override
        public CompletionStage<Long> append(TranscriptActor.Call call, long storedSeq, List<LoggedEvent> events) {
            CompletableFuture<Long> answer = new CompletableFuture<>();
            adding.add(
                    new Adding(storedSeq, events.stream().map(LoggedEvent::seq).toList(), answer));
            return answer;
        }

        private Adding next() throws InterruptedException {
            Adding next = adding.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public CompletionStage<Done> complete(TranscriptActor.Call call, CallSummary last) {
            done.add("complete " + last.lastSeq());
            return CompletableFuture.completedStage(Done.getInstance());
        }

        @Override
        public void discard(TranscriptActor.Call call) {
            done.add("discard");
        }

        @Override
        public void release(TranscriptActor.Call call) {
            done.add("release");
        }
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
        long after = seqs.length == 0 ? 0 : seqs[0] - 1;
        return new StoreBatch(after, events, summary, new StoreBacklog.Amount(events.size(), 1_000), last);
    }

    /** A log of which so much more waits. */
    private static StoreBatch waiting(StoreBatch batch, long events, long bytes) {
        return new StoreBatch(
                batch.afterSeq(),
                batch.events(),
                batch.summary(),
                new StoreBacklog.Amount(events, bytes),
                batch.last());
    }

    private void expectUnstored(long storedSeq, Unstored.Where where, StoreFailure cause) {
        assertThat(transcript.expectMessageClass(Stored.class))
                .isEqualTo(new Stored(storedSeq, new Unstored(where, cause)));
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
        expectUnstored(0, Unstored.Where.MEMORY, StoreFailure.AWAY);
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
    @DisplayName("goes to disk with the whole log once the store has been away for a while, and comes back from memory")
    void spills() throws InterruptedException {
        restart(Duration.ofMillis(50));
        expectPull(0).replyTo().tell(batch(false, 1, 2));
        store.next().answer().complete(2L);
        transcript.expectMessageClass(Stored.class);
        expectPull(2).replyTo().tell(batch(false, 3));
        fail(store.next(), StoreFailure.REFUSED);
        expectUnstored(2, Unstored.Where.MEMORY, StoreFailure.REFUSED);
        transcript.expectNoMessage(Duration.ZERO);

        QuietScheduler.pass(Duration.ofMillis(49));
        transcript.expectNoMessage(Duration.ZERO);
        QuietScheduler.pass(Duration.ofMillis(50));
        expectPull(0).replyTo().tell(batch(false, 1, 2, 3));
        ScriptedSpill.Adding onDisk = spill.next();
        assertThat(onDisk.storedSeq()).isEqualTo(2);
        assertThat(onDisk.seqs()).containsExactly(1L, 2L, 3L);
        onDisk.answer().complete(3L);
        expectUnstored(2, Unstored.Where.DISK, StoreFailure.REFUSED);
        expectPull(3);

        QuietScheduler.pass(Duration.ofMillis(200));
        expectPull(2).replyTo().tell(batch(false, 3));
        store.next().answer().complete(3L);
        reports.expectMessage(new StoreAway("c", StoreFailure.REFUSED));
        reports.expectMessage(new StoreBack("c"));
        assertThat(transcript.expectMessageClass(Stored.class)).isEqualTo(new Stored(3, null));
        expectPull(3);
        assertThat(spill.done).containsExactly("discard");
    }

    @Test
    @DisplayName("tries the store again while it goes to disk, which then gets what has come meanwhile")
    void spillsOn() throws InterruptedException {
        restart(Duration.ZERO);
        expectPull(0).replyTo().tell(batch(false, 1));
        fail(store.next(), StoreFailure.AWAY);
        expectUnstored(0, Unstored.Where.MEMORY, StoreFailure.AWAY);
        QuietScheduler.pass(Duration.ZERO);
        NextBatch toDisk = expectPull(0);
        QuietScheduler.pass(Duration.ofMillis(200));
        expectPull(0);
        toDisk.replyTo().tell(batch(false, 1, 2));
        fail(store.next(), StoreFailure.AWAY);
        expectPull(0).replyTo().tell(batch(false, 1, 2));
        spill.next().answer().complete(2L);

        expectUnstored(0, Unstored.Where.DISK, StoreFailure.AWAY);
        expectPull(2).replyTo().tell(batch(false, 3));
        assertThat(spill.next().seqs()).containsExactly(3L);
    }

    @Test
    @DisplayName("leaves the log of an ended call to the disk at once, and stops")
    void endsOnDisk() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(true, 1, 2));
        fail(store.next(), StoreFailure.AWAY);
        expectUnstored(0, Unstored.Where.MEMORY, StoreFailure.AWAY);
        expectPull(0).replyTo().tell(batch(true, 1, 2));
        spill.next().answer().complete(2L);

        reports.expectMessage(new StoreAway("c", StoreFailure.AWAY));
        reports.expectMessage(new StoreWriterActor.AllSpilled("c", 0));
        reports.expectTerminated(writer);
        assertThat(spill.done).containsExactly("complete 2");
        assertThat(backlog.events()).isZero();
        assertThat(backlog.callsAway()).isZero();
    }

    @Test
    @DisplayName("goes to disk at once where more waits in memory than may, though the store only takes it slowly")
    void tooMuch() throws InterruptedException {
        expectPull(0).replyTo().tell(waiting(batch(false, 1, 2), 200, 50_000));
        ScriptedStore.Appending append = store.next();
        assertThat(backlog.events()).isEqualTo(200);
        append.answer().complete(2L);

        expectUnstored(2, Unstored.Where.MEMORY, StoreFailure.SLOW);
        expectPull(0).replyTo().tell(batch(false, 1, 2, 3));
        spill.next().answer().complete(3L);
        expectUnstored(2, Unstored.Where.DISK, StoreFailure.SLOW);
        expectPull(3);
        QuietScheduler.pass(Duration.ofMillis(200));
        expectPull(2);
    }

    @Test
    @DisplayName("keeps the log in memory where the disk is full, and asks it again")
    void diskFull() throws InterruptedException {
        restart(Duration.ZERO);
        expectPull(0).replyTo().tell(batch(false, 1));
        fail(store.next(), StoreFailure.AWAY);
        expectUnstored(0, Unstored.Where.MEMORY, StoreFailure.AWAY);
        QuietScheduler.pass(Duration.ZERO);
        expectPull(0).replyTo().tell(batch(false, 1));
        spill.next().answer().completeExceptionally(new StoreException(StoreFailure.SPILL_FULL, null));
        transcript.expectNoMessage(Duration.ZERO);

        QuietScheduler.pass(Duration.ofMillis(200));
        expectPull(0).replyTo().tell(batch(false, 1));
        fail(store.next(), StoreFailure.AWAY);
        expectPull(0).replyTo().tell(batch(false, 1));
        assertThat(spill.next().seqs()).containsExactly(1L);
        assertThat(backlog.refused(StoreFailure.SPILL_FULL)).isEqualTo(1);
        assertThat(backlog.refused(StoreFailure.AWAY)).isEqualTo(2);
    }

    @Test
    @DisplayName("goes to disk anew, from its first event on, where the disk broke")
    void diskBroken() throws InterruptedException {
        restart(Duration.ZERO);
        expectPull(0).replyTo().tell(batch(false, 1));
        fail(store.next(), StoreFailure.AWAY);
        transcript.expectMessageClass(Stored.class);
        QuietScheduler.pass(Duration.ZERO);
        expectPull(0).replyTo().tell(batch(false, 1));
        spill.next().answer().complete(1L);
        expectUnstored(0, Unstored.Where.DISK, StoreFailure.AWAY);
        expectPull(1).replyTo().tell(batch(true, 2));
        spill.next().answer().completeExceptionally(new StoreException(StoreFailure.SPILL_BROKEN, null));
        expectUnstored(0, Unstored.Where.MEMORY, StoreFailure.AWAY);

        QuietScheduler.pass(Duration.ofMillis(200));
        expectPull(0).replyTo().tell(batch(true, 1, 2));
        fail(store.next(), StoreFailure.AWAY);
        expectPull(0).replyTo().tell(batch(true, 1, 2));
        spill.next().answer().complete(2L);

        reports.expectMessage(new StoreAway("c", StoreFailure.AWAY));
        reports.expectMessage(new StoreWriterActor.AllSpilled("c", 0));
    }

    @Test
    @DisplayName(
            "gives an ended call up by name, and counts its events, where neither store nor disk nor memory takes it")
    void noPlaceAtAll() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(true, 1, 2));
        fail(store.next(), StoreFailure.AWAY);
        expectUnstored(0, Unstored.Where.MEMORY, StoreFailure.AWAY);
        expectPull(0).replyTo().tell(waiting(batch(true, 1, 2), 2, 2_001));
        spill.next().answer().completeExceptionally(new StoreException(StoreFailure.SPILL_FULL, null));

        reports.expectMessage(new StoreAway("c", StoreFailure.AWAY));
        reports.expectMessage(new GaveUp("c", StoreFailure.SPILL_FULL, 0));
        reports.expectTerminated(writer);
        assertThat(backlog.lost()).isEqualTo(2);
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    @DisplayName("leaves to others what it has on disk when its call fails")
    void releases() throws InterruptedException {
        restart(Duration.ZERO);
        expectPull(0).replyTo().tell(batch(false, 1));
        fail(store.next(), StoreFailure.AWAY);
        transcript.expectMessageClass(Stored.class);
        QuietScheduler.pass(Duration.ZERO);
        expectPull(0).replyTo().tell(batch(false, 1));
        spill.next().answer().complete(1L);
        transcript.expectMessageClass(Stored.class);

        testKit.stop(writer);

        assertThat(spill.done).containsExactly("release");
    }

    @Test
    @DisplayName("gives up when the call has ended, the disk takes nothing, and the store stays away for too long")
    void outOfTime() throws InterruptedException {
        expectPull(0).replyTo().tell(batch(true, 1));
        fail(store.next(), StoreFailure.AWAY);
        reports.expectMessage(new StoreAway("c", StoreFailure.AWAY));
        expectUnstored(0, Unstored.Where.MEMORY, StoreFailure.AWAY);
        expectPull(0).replyTo().tell(batch(true, 1));
        spill.next().answer().completeExceptionally(new StoreException(StoreFailure.SPILL_OFF, null));
        QuietScheduler.pass(Duration.ofSeconds(30));

        reports.expectMessage(new GaveUp("c", StoreFailure.AWAY, 0));
        reports.expectTerminated(writer);
    }
}
