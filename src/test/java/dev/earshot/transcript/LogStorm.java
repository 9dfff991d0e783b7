package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.StoreWriterActor.AllSpilled;
import dev.earshot.transcript.StoreWriterActor.AllStored;
import dev.earshot.transcript.StoreWriterActor.GaveUp;
import dev.earshot.transcript.StoreWriterActor.Report;
import dev.earshot.transcript.spill.SpillDirectory;
import dev.earshot.transcript.spill.SpillSettings;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Many calls' logs that are written at once, by the classes that write them in a node, into a Redis that may do as it likes. */
final class LogStorm implements AutoCloseable {

    static final long EPOCH = 1_795_000_000_000L;
    private static final Instant START = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final StoreWriterSettings WRITER = new StoreWriterSettings(
            20, 50_000, Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofMinutes(10));

    private final ActorTestKit kit = ActorTestKit.create();
    private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
    private final RedisCallStore store;
    private final StoreBacklog backlog = new StoreBacklog(StoreBacklog.Limits.DEFAULT);
    private final SpillDirectory spill;
    private final Random random;
    private final Map<String, Call> calls = new HashMap<>();

    /** What one call was told, and its log. */
    private static final class Call {
        private final ActorRef<TranscriptActor.Command> log;
        private final List<LoggedEvent> told = new ArrayList<>();
        private boolean ended;

        Call(ActorRef<TranscriptActor.Command> log) {
            this.log = log;
        }
    }

    LogStorm(String url, Path directory, Random random) throws IOException {
        this.random = random;
        this.store = new RedisCallStore(new RedisCallStore.Settings(
                RedisAddress.parse(url).orElseThrow(), Duration.ofHours(1), Duration.ofMillis(500), 8_192));
        this.spill = SpillDirectory.open(
                new SpillSettings(
                        directory,
                        1L << 30,
                        1L << 26,
                        Duration.ofMillis(100),
                        Duration.ofDays(1),
                        new SpillSettings.Drain(50, 50_000, 4, Duration.ofMillis(50), Duration.ofMillis(400))),
                store,
                backlog);
    }

    /** Begins so many calls more. */
    void begin(int count) {
        for (int i = 0; i < count; i++) {
            String callId = "call-" + calls.size();
            TranscriptActor.Call identity = new TranscriptActor.Call(callId, EPOCH, START);
            ActorRef<TranscriptActor.Command> log = kit.spawn(TranscriptActor.create(
                    identity, TranscriptActor.Settings.DEFAULT, List.of(), () -> 0, summary -> {}));
            ActorRef<Report> report = kit.spawn(Behaviors.receiveMessage(message -> {
                reports.add(message);
                return Behaviors.same();
            }));
            kit.spawn(StoreWriterActor.create(
                    identity,
                    WRITER,
                    0,
                    log,
                    new Storage(store, spill, backlog),
                    new Random(random.nextLong()),
                    report));
            calls.put(callId, new Call(log));
        }
    }

    /** Writes for a while, at random, without a rush. */
    void write(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        List<String> ids = List.copyOf(calls.keySet());
        while (System.nanoTime() < until) {
            for (int i = 0; i < 10; i++) {
                Call call = calls.get(ids.get(random.nextInt(ids.size())));
                if (!call.ended) {
                    tell(call, new Flagged("x".repeat(random.nextInt(300)) + random.nextInt()));
                }
            }
            Thread.sleep(5);
        }
    }

    /** Writes until so many events are on disk. */
    void writeToDisk(long events) throws InterruptedException {
        while (spilledEvents() < events) {
            write(Duration.ofMillis(20));
        }
    }

    /** Ends so many calls. */
    void end(int count) {
        calls.values().stream().filter(call -> !call.ended).limit(count).forEach(call -> {
            tell(call, new CallEnded("hangUp", 9, new LedgerSnapshot(idOf(call), List.of())));
            call.ended = true;
        });
    }

    void endAll() {
        end(Integer.MAX_VALUE);
    }

    private void tell(Call call, CallEvent.Durable event) {
        call.told.add(LoggedEvent.of(idOf(call), call.told.size() + 1L, 0, event));
        call.log.tell(new TranscriptActor.Append(event));
    }

    private String idOf(Call call) {
        return calls.entrySet().stream()
                .filter(entry -> entry.getValue() == call)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** That are or were on disk. */
    long spilledEvents() {
        return spill.counts().spilledEvents().sum();
    }

    StoreBacklog backlog() {
        return backlog;
    }

    /** All calls have ended, and nothing waits anywhere. */
    void awaitStored() {
        await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            assertThat(reports)
                    .filteredOn(report -> report instanceof AllStored || report instanceof AllSpilled)
                    .hasSize(calls.size());
            assertThat(spill.counts().calls().get()).isZero();
            assertThat(spill.counts().bytes().get()).isZero();
        });
        assertThat(reports).noneMatch(GaveUp.class::isInstance);
        assertThat(backlog.events()).isZero();
        assertThat(backlog.bytes()).isZero();
        assertThat(backlog.callsAway()).isZero();
        assertThat(backlog.lost()).isZero();
    }

    /** Ended calls are out of memory: their logs are on disk. */
    void awaitOnDisk(int count) {
        await().atMost(Patience.LIMIT)
                .until(() ->
                        reports.stream().filter(AllSpilled.class::isInstance).count() >= count);
    }

    /** Each log in Redis is complete, in order, once, byte for byte; its call has ended. */
    void assertWhole(KillableRedis redis) {
        redis.ask(commands -> {
            calls.forEach((callId, call) -> {
                List<StreamMessage<String, String>> entries =
                        commands.xrange("earshot:{" + callId + "}:log", Range.unbounded());
                assertThat(entries.stream().map(entry -> entry.getBody().get("event")))
                        .as(callId)
                        .containsExactlyElementsOf(
                                call.told.stream().map(LoggedEvent::rendered).toList());
                assertThat(entries.stream().map(StreamMessage::getId))
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, call.told.size())
                                .mapToObj(seq -> EPOCH + "-" + seq)
                                .toList());
                assertThat(commands.hgetall("earshot:{" + callId + "}"))
                        .containsEntry("state", "ended")
                        .containsEntry("lastSeq", Integer.toString(call.told.size()));
                assertThat(commands.ttl("earshot:{" + callId + "}:log")).isBetween(3_000L, 3_600L);
            });
            assertThat(commands.zcard("earshot:calls")).isEqualTo(calls.size());
            return calls.size();
        });
    }

    /** What Redis has of each log is its beginning, byte for byte. */
    void assertBeginnings(KillableRedis redis) {
        redis.ask(commands -> {
            calls.forEach((callId, call) -> {
                List<String> stored = commands.xrange("earshot:{" + callId + "}:log", Range.unbounded()).stream()
                        .map(entry -> entry.getBody().get("event"))
                        .toList();
                assertThat(stored)
                        .as(callId)
                        .hasSizeLessThanOrEqualTo(call.told.size())
                        .isEqualTo(call.told.stream()
                                .limit(stored.size())
                                .map(LoggedEvent::rendered)
                                .toList());
            });
            return calls.size();
        });
    }

    /** The process ends, in order, whatever still waits. */
    @Override
    public void close() {
        kit.shutdownTestKit();
        spill.close();
        store.close();
    }
}
