package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.FreePort;
import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.CallEvent.TrackJoined;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import dev.earshot.transcript.StoreWriterActor.AllStored;
import dev.earshot.transcript.StoreWriterActor.Report;
import dev.earshot.transcript.StoreWriterActor.StoreAway;
import dev.earshot.transcript.StoreWriterActor.StoreBack;
import dev.earshot.transcript.TranscriptActor.Append;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The store in a real Redis")
class RedisCallStoreIT {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration PATIENCE = Patience.LIMIT;

    private EmbeddedRedis redis;
    private RedisCallStore store;

    @BeforeEach
    void start() throws IOException {
        redis = EmbeddedRedis.start(64, FreePort.find());
        store = new RedisCallStore(new RedisCallStore.Settings(
                RedisAddress.local(redis.port()), Duration.ofHours(1), Duration.ofSeconds(10), 1000));
    }

    @AfterEach
    void stop() {
        store.close();
        redis.close();
    }

    private static List<LoggedEvent> flags(String note, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> LoggedEvent.of("c", seq, seq, new Flagged(note)))
                .toList();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** What somebody else sees who looks into the same Redis. */
    private <T> T look(Function<RedisCommands<String, String>, T> question) {
        return look(redis, question);
    }

    private static <T> T look(EmbeddedRedis server, Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(server.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    private List<StreamMessage<String, String>> stream() {
        return stream("earshot:{c}:log");
    }

    private List<StreamMessage<String, String>> stream(String key) {
        return look(commands -> commands.xrange(key, Range.unbounded(), Limit.unlimited()));
    }

    private Map<String, String> hash(String key) {
        return look(commands -> commands.hgetall(key));
    }

    private Map<String, Double> starts() {
        return look(commands -> commands.zrangeWithScores("earshot:calls", 0, -1).stream()
                .collect(Collectors.toMap(ScoredValue::getValue, ScoredValue::getScore)));
    }

    private List<String> keys() {
        return look(commands -> commands.keys("*"));
    }

    /** Seconds. */
    private Long ttl(String key) {
        return look(commands -> commands.ttl(key));
    }

    private List<String> ids() {
        return ids("earshot:{c}:log");
    }

    private List<String> ids(String key) {
        return stream(key).stream().map(StreamMessage::getId).toList();
    }

    @Test
    @DisplayName("keeps an event under <epoch>-<seq> as the very JSON of the log")
    void streamEntries() {
        assertThat(now(store.append("c", 7, flags("n", 1, 2)))).isEqualTo(2);

        assertThat(ids()).containsExactly("7-1", "7-2");
        assertThat(stream().get(0).getBody())
                .containsExactly(Map.entry(
                        "event",
                        "{\"v\":1,\"callId\":\"c\",\"seq\":1,\"type\":\"flagged\",\"atMs\":1,\"note\":\"n\"}"));
        assertThat(now(store.events("c", 1, 10))).isEqualTo(flags("n", 2, 2));
        assertThat(now(store.events("nobody", 0, 10))).isEmpty();
    }

    @Test
    @DisplayName("takes a batch again without harm, also one that overlaps")
    void retryIsHarmless() {
        now(store.append("c", 1, flags("n", 1, 3)));
        assertThat(now(store.append("c", 1, flags("n", 1, 3)))).isEqualTo(3);
        assertThat(now(store.append("c", 1, flags("n", 2, 5)))).isEqualTo(5);

        assertThat(ids()).containsExactly("1-1", "1-2", "1-3", "1-4", "1-5");
    }

    @Test
    @DisplayName("takes nothing after a hole, and says where to go on")
    void hole() {
        now(store.append("c", 1, flags("n", 1, 3)));
        assertThat(now(store.append("c", 1, flags("n", 9, 9)))).isEqualTo(3);
        assertThat(ids()).hasSize(3);
    }

    @Test
    @DisplayName("refuses an owner with a lower epoch by name, whose last words give way to the new owner's")
    void staleEpoch() {
        now(store.append("c", 1, flags("old", 1, 5)));
        assertThat(now(store.append("c", 2, flags("new", 5, 6)))).isEqualTo(6);

        assertThatThrownBy(() -> now(store.append("c", 1, flags("old", 6, 6))))
                .isInstanceOf(CompletionException.class)
                .satisfies(e -> assertThat(StoreException.failureOf(e)).isEqualTo(StoreFailure.STALE_OWNER));
        assertThat(ids()).containsExactly("1-1", "1-2", "1-3", "1-4", "2-5", "2-6");
        assertThat(now(store.events("c", 4, 10))).isEqualTo(flags("new", 5, 6));
    }

    @Test
    @DisplayName(
            "begins afresh for another call by the same id, and puts the earlier log aside for the rest of its time")
    void idUsedAgain() {
        now(store.append("c", 1, flags("old", 1, 3)));
        now(store.append("c", 2, flags("taken over", 3, 5)));
        now(store.expire("c"));

        assertThat(now(store.append("c", 7, flags("new", 1, 2)))).isEqualTo(2);
        assertThat(now(store.append("c", 7, flags("new", 1, 3)))).isEqualTo(3);

        assertThat(ids()).containsExactly("7-1", "7-2", "7-3");
        assertThat(now(store.events("c", 0, 10))).isEqualTo(flags("new", 1, 3));
        assertThat(ids("earshot:{c}:log:2")).containsExactly("1-1", "1-2", "2-3", "2-4", "2-5");
        assertThat(ttl("earshot:{c}:log:2")).isBetween(3000L, 3600L);
        assertThat(ttl("earshot:{c}:log")).isBetween(24 * 3600L, 25 * 3600L);
    }

    @Test
    @DisplayName("gives a log that it puts aside a time to live, if it had none")
    void idUsedAgainWithoutTimeToLive() {
        now(store.append("c", 1, flags("old", 1, 3)));
        look(commands -> commands.persist("earshot:{c}:log"));
        now(store.append("c", 2, flags("new", 1, 1)));
        assertThat(ttl("earshot:{c}:log:1")).isBetween(24 * 3600L, 25 * 3600L);
    }

    @Test
    @DisplayName("holds each seq once when an owner goes on before what several owners before it wrote")
    void takenOverFromSeveral() {
        now(store.append("c", 1, flags("a", 1, 4)));
        now(store.append("c", 2, flags("b", 5, 6)));
        now(store.append("c", 3, flags("c", 7, 7)));

        assertThat(now(store.append("c", 4, flags("d", 3, 4)))).isEqualTo(4);

        assertThat(ids()).containsExactly("1-1", "1-2", "4-3", "4-4");
    }

    @Test
    @DisplayName("lets an ended call go before a live one finds no room")
    void endedCallsMakeRoom() throws IOException {
        try (EmbeddedRedis small = EmbeddedRedis.start(8);
                RedisCallStore filling = new RedisCallStore(RedisCallStore.Settings.of(small.url()))) {
            now(filling.append("ended", 1, flags("x".repeat(1000), 1, 1000)));
            now(filling.expire("ended"));
            long stored = 0;
            while (stored < 20_000 && !now(filling.events("ended", 0, 1)).isEmpty()) {
                stored = now(filling.append("c", 1, flags("x".repeat(1000), stored + 1, stored + 100)));
            }

            assertThat(now(filling.events("ended", 0, 1))).isEmpty();
            assertThat(now(filling.events("c", 0, 20_000))).hasSize((int) stored);
            assertThat(stored).isGreaterThan(1000);
        }
    }

    @Test
    @DisplayName("keeps epochs apart that are as large as milliseconds of our time")
    void largeEpochs() {
        now(store.append("c", 1_795_000_000_000_000L, flags("n", 1, 1)));
        now(store.append("c", 1_795_000_000_000_001L, flags("n", 2, 2)));
        assertThat(ids()).containsExactly("1795000000000000-1", "1795000000000001-2");
    }

    @Test
    @DisplayName("refuses a whole batch when it is full, and leaves no hole")
    void full() throws IOException {
        try (EmbeddedRedis small = EmbeddedRedis.start(3);
                RedisCallStore filling = new RedisCallStore(RedisCallStore.Settings.of(small.url()))) {
            look(small, commands -> commands.configSet("maxmemory-policy", "noeviction"));
            List<StoreFailure> failures = new ArrayList<>();
            long stored = 0;
            while (failures.isEmpty() && stored < 10_000) {
                try {
                    stored = now(filling.append("c", 1, flags("x".repeat(1000), stored + 1, stored + 100)));
                } catch (CompletionException e) {
                    failures.add(StoreException.failureOf(e));
                }
            }

            assertThat(failures).containsExactly(StoreFailure.REFUSED);
            assertThat(now(filling.events("c", 0, 20_000))).isNotEmpty().hasSize((int) stored);
        }
    }

    @Test
    @DisplayName("reads a long log page by page")
    void pages() {
        now(store.append("c", 1, flags("n", 1, 1300)));
        assertThat(now(store.events("c", 0, 5000))).hasSize(1300);
        assertThat(now(store.events("c", 1100, 150)))
                .extracting(LoggedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1101, 1250).boxed().toList());
    }

    @Test
    @DisplayName("keeps the summary as a hash, and the calls by start")
    void summaries() {
        CallSummary first = CallSummary.starting("a", START);
        CallSummary second = CallSummary.starting("b", START.plusSeconds(60))
                .after(LoggedEvent.of("b", 1, 5, new TrackJoined("t1", null, "agent", 16000, 0)))
                .after(LoggedEvent.of("b", 2, 9, UtteranceFinal.understood("t1", "t1-u1", 0, 9, "12")));
        now(store.saveSummary(1, first));
        now(store.saveSummary(1, second));

        assertThat(hash("earshot:{b}"))
                .containsEntry("state", "live")
                .containsEntry("startedAt", "2026-11-22T10:01:00Z")
                .containsEntry("lastSeq", "2")
                .containsEntry("tracks", "[{\"trackId\":\"t1\",\"speaker\":\"agent\"}]")
                .containsEntry("lastText", "12");
        assertThat(starts()).containsEntry("a", (double) START.toEpochMilli());
        assertThat(now(store.page(CallPage.Request.newest(10))).calls()).containsExactly(second, first);
        assertThat(now(store.page(CallPage.Request.newest(1))).calls()).containsExactly(second);
        assertThat(now(store.summary("a"))).contains(first);
        assertThat(now(store.summary("nobody"))).isEmpty();
    }

    @Test
    @DisplayName("begins a call's retention at its end, and drops it from the list when it is gone")
    void retention() {
        now(store.append("c", 1, flags("n", 1, 1)));
        now(store.saveSummary(1, CallSummary.starting("c", Instant.now())));
        assertThat(ttl("earshot:{c}:log")).isBetween(24 * 3600L, 25 * 3600L);
        now(store.expire("c"));

        assertThat(ttl("earshot:{c}:log")).isBetween(3000L, 3600L);
        assertThat(ttl("earshot:{c}")).isBetween(3000L, 3600L);
        look(commands -> commands.del("earshot:{c}"));
        assertThat(now(store.page(CallPage.Request.newest(10))).calls()).isEmpty();
        assertThat(starts()).isEmpty();
    }

    @Test
    @DisplayName("saves a summary as a whole, and takes none from a stale owner")
    void summaryOfStaleOwner() {
        CallSummary live = CallSummary.starting("c", START).with(CallHealth.values()[0]);
        now(store.saveSummary(2, live));
        assertThat(now(store.summary("c"))).contains(live);
        now(store.saveSummary(2, live.endedAfter(9)));
        assertThat(now(store.summary("c"))).contains(live.endedAfter(9));

        assertRefused(store.saveSummary(1, live), StoreFailure.STALE_OWNER);
        assertThat(now(store.summary("c"))).contains(live.endedAfter(9));
    }

    private static void assertRefused(CompletionStage<?> stage, StoreFailure cause) {
        assertThatThrownBy(() -> now(stage))
                .satisfies(e -> assertThat(StoreException.failureOf(e)).isEqualTo(cause));
    }

    @Test
    @DisplayName(
            "has nothing of a call that was erased, nor of those before it, and takes nothing of it until nobody is left to write")
    void erased() {
        now(store.append("c", 1, flags("old", 1, 3)));
        now(store.append("c", 2, flags("older", 1, 3)));
        now(store.append("c", 7, flags("new", 1, 2)));
        now(store.saveSummary(7, CallSummary.starting("c", START)));
        now(store.append("other", 1, flags("n", 1, 1)));

        now(store.erase("c"));
        now(store.erase("c"));

        assertThat(now(store.events("c", 0, 10))).isEmpty();
        assertThat(now(store.summary("c"))).isEmpty();
        assertThat(starts()).isEmpty();
        assertThat(keys()).containsExactlyInAnyOrder("earshot:{c}", "earshot:{c}:log", "earshot:{other}:log");
        assertThat(stream()).extracting(StreamMessage::getBody).containsExactly(Map.of("erased", "1"));
        assertThat(hash("earshot:{c}")).containsExactly(Map.entry("erased", "1"));
        for (String key : List.of("earshot:{c}", "earshot:{c}:log")) {
            assertThat(ttl(key)).isBetween(24 * 3600L, 25 * 3600L);
        }
        for (long epoch : List.of(7L, 8L, 1_795_000_000_000_000L)) {
            assertRefused(store.append("c", epoch, flags("late", 1, 1)), StoreFailure.ERASED);
            assertRefused(store.append("c", epoch, flags("late", 3, 3)), StoreFailure.ERASED);
            assertRefused(store.saveSummary(epoch, CallSummary.starting("c", START)), StoreFailure.ERASED);
        }
        assertThat(now(store.events("c", 0, 10))).isEmpty();
        assertThat(starts()).isEmpty();
        assertThat(now(store.erased(Set.of("c", "other", "nobody")))).containsExactly("c");
    }

    @Test
    @DisplayName("leaves in the list what another version has written, though it cannot read it")
    void otherVersion() {
        now(store.saveSummary(1, CallSummary.starting("c", START)));
        look(commands -> commands.hset("earshot:{c}", "state", "dreaming"));

        assertThat(now(store.page(CallPage.Request.newest(10))).calls()).isEmpty();

        assertThat(starts()).containsOnlyKeys("c");
    }

    @Test
    @DisplayName("erases a call of which it has nothing yet, so that nothing of it can come")
    void erasedBefore() {
        now(store.erase("c"));
        assertRefused(store.append("c", 1, flags("late", 1, 1)), StoreFailure.ERASED);
        for (String key : List.of("earshot:{c}", "earshot:{c}:log")) {
            assertThat(ttl(key)).as(key).isBetween(24 * 3600L, 25 * 3600L);
        }
    }

    @Test
    @DisplayName("lists calls page by page, those of one millisecond too, while calls start and go")
    void listing() {
        for (int i = 0; i < 25; i++) {
            now(store.saveSummary(1, CallSummary.starting("c%02d".formatted(i), START.plusMillis(i / 10))));
        }
        CallPage first = now(store.page(CallPage.Request.newest(8)));
        now(store.saveSummary(1, CallSummary.starting("later", START.plusSeconds(1))));
        look(commands -> commands.del("earshot:{c16}", "earshot:{c17}"));
        List<String> rest = new ArrayList<>();
        CallCursor next = first.next();
        while (next != null) {
            CallPage page = now(store.page(new CallPage.Request(next, 0, Long.MAX_VALUE, 8)));
            page.calls().forEach(call -> rest.add(call.callId()));
            next = page.next();
        }

        assertThat(first.calls())
                .extracting(CallSummary::callId)
                .containsExactly("c24", "c23", "c22", "c21", "c20", "c19", "c18", "c17");
        assertThat(rest)
                .containsExactly(
                        "c15", "c14", "c13", "c12", "c11", "c10", "c09", "c08", "c07", "c06", "c05", "c04", "c03",
                        "c02", "c01", "c00");
        assertThat(now(store.page(new CallPage.Request(null, START.toEpochMilli(), START.toEpochMilli() + 1, 100)))
                        .calls())
                .hasSize(10);
        assertThat(starts()).as("what has expired is dropped").doesNotContainKey("c16");
    }

    @Test
    @DisplayName("drops from the list what expired long ago, though nobody reads so far, and keeps what has not")
    void swept() {
        Instant longAgo = Instant.now().minus(Duration.ofDays(30));
        now(store.saveSummary(1, CallSummary.starting("expired", longAgo)));
        now(store.saveSummary(1, CallSummary.starting("endless", longAgo)));
        now(store.saveSummary(1, CallSummary.starting("c", Instant.now())));
        look(commands -> commands.del("earshot:{expired}"));

        now(store.expire("c"));

        assertThat(starts()).containsOnlyKeys("endless", "c");
    }

    @Test
    @DisplayName("says that it is away, at once, and comes back by itself, also when it was away from the start")
    void away() throws IOException {
        int port = redis.port();
        redis.close();
        try (RedisCallStore early = new RedisCallStore(RedisCallStore.Settings.of("redis://127.0.0.1:" + port))) {
            for (RedisCallStore each : List.of(store, early)) {
                assertThatThrownBy(() -> now(each.append("c", 1, flags("n", 1, 1))))
                        .satisfies(e -> assertThat(StoreException.failureOf(e)).isEqualTo(StoreFailure.AWAY));
            }
            redis = EmbeddedRedis.start(64, port);
            for (RedisCallStore each : List.of(store, early)) {
                await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                                now(each.append("c", 1, flags("n", 1, 1))))
                        .isEqualTo(1));
            }
        }
    }

    @Test
    @DisplayName("has the whole log, in order and once, when Redis went away in the middle and lost everything")
    void writerCatchesUp() throws IOException {
        ActorTestKit testKit = ActorTestKit.create();
        try {
            TranscriptActor.Call call = new TranscriptActor.Call("c", 4, START);
            ActorRef<TranscriptActor.Command> log = testKit.spawn(
                    TranscriptActor.create(call, TranscriptActor.Settings.DEFAULT, List.of(), () -> 0, summary -> {}));
            TestProbe<Report> reports = testKit.createTestProbe();
            testKit.spawn(StoreWriterActor.create(
                    call, StoreWriterSettings.DEFAULT, 0, log, Storage.of(store), new Random(1), reports.getRef()));
            Consumer<Integer> flag = times -> {
                for (int i = 0; i < times; i++) {
                    log.tell(new Append(new Flagged("n")));
                }
            };

            flag.accept(700);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids()).hasSize(700));
            redis.close();
            flag.accept(700);
            reports.expectMessage(PATIENCE, new StoreAway("c", StoreFailure.AWAY));
            flag.accept(100);
            redis = EmbeddedRedis.start(64, redis.port());
            reports.expectMessage(PATIENCE, new StoreBack("c"));
            flag.accept(99);
            log.tell(new Append(new CallEnded("hangUp", 9, new LedgerSnapshot("c", List.of()))));

            reports.expectMessage(PATIENCE, new AllStored("c", 1600));
            assertThat(ids())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 1600)
                            .mapToObj(seq -> "4-" + seq)
                            .toList());
            assertThat(now(store.summary("c")))
                    .hasValueSatisfying(summary -> assertThat(summary.state()).isEqualTo(CallSummary.State.ENDED));
            assertThat(ttl("earshot:{c}:log")).isBetween(3000L, 3600L);
        } finally {
            testKit.shutdownTestKit();
        }
    }
}
