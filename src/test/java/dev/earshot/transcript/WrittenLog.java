package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.StoreWriterActor.AllStored;
import dev.earshot.transcript.StoreWriterActor.Report;
import dev.earshot.transcript.TranscriptActor.Append;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** The log of a call that goes on and on, written into a store by the actors that do so in a real call. */
final class WrittenLog implements AutoCloseable {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Report> reports = kit.createTestProbe();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final CallStore store;
    private final String callId;
    private final ActorRef<TranscriptActor.Command> log;
    private final Thread call = new Thread(this::goOn, "call");
    private volatile long written;

    WrittenLog(CallStore store, String callId) {
        this.store = store;
        this.callId = callId;
        TranscriptActor.Call identity = new TranscriptActor.Call(callId, 4, Instant.now());
        log = kit.spawn(
                TranscriptActor.create(identity, TranscriptActor.Settings.DEFAULT, List.of(), () -> 0, summary -> {}));
        Storage storage = new Storage(store, Spill.OFF, new StoreBacklog(StoreBacklog.Limits.DEFAULT));
        kit.spawn(StoreWriterActor.create(
                identity, StoreWriterSettings.DEFAULT, 0, log, storage, new Random(1), reports.getRef()));
        call.start();
    }

    private void goOn() {
        while (going.get()) {
            log.tell(new Append(new Flagged("n" + (written + 1))));
            written++;
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    long written() {
        return written;
    }

    /** The call goes on for so many events more. */
    void awaitMore(int events) {
        long until = written + events;
        await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> written >= until);
    }

    /** The call goes on while its slot moves to another master, key by key. */
    RedisCluster.SlotMove awaitMoved(RedisCluster cluster) {
        awaitMore(200);
        RedisCluster.SlotMove move = cluster.move(callId);
        awaitMore(50);
        for (String key :
                List.of(RedisKeys.of(callId).log(), RedisKeys.of(callId).summary())) {
            move.carry(key);
            awaitMore(50);
        }
        move.end();
        awaitMore(100);
        return move;
    }

    /** Ends the call, and holds against the store that it has the whole log, in order and once. */
    void endsWhole() {
        stop();
        log.tell(new Append(new CallEnded("hangUp", 9, new LedgerSnapshot(callId, List.of()))));
        Report last;
        do {
            last = reports.receiveMessage(Patience.LIMIT);
        } while (!(last instanceof AllStored));
        assertThat(last).isEqualTo(new AllStored(callId, written + 1));

        List<LoggedEvent> stored = store.events(callId, 0, Integer.MAX_VALUE)
                .toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(stored)
                .extracting(LoggedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, written + 1).boxed().toList());
        assertThat(stored.subList(0, (int) written))
                .extracting(LoggedEvent::event)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, written)
                        .mapToObj(seq -> new Flagged("n" + seq))
                        .toList());
    }

    private void stop() {
        going.set(false);
        try {
            call.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
        kit.shutdownTestKit();
    }
}
