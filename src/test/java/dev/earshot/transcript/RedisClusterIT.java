package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.Flagged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store in a cluster of three")
class RedisClusterIT {

    private static RedisCluster cluster;

    private RedisCallStore store;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = RedisCluster.start(RedisProgram.plain(), folder, "127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        store = new RedisCallStore(new RedisCallStore.Settings(
                RedisAddress.parse("redis-cluster://127.0.0.1:1," + cluster.at("127.0.0.1"))
                        .orElseThrow(),
                Duration.ofHours(1),
                Duration.ofSeconds(2),
                1000));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static long ttl(String key) {
        return cluster.ownerOf(key).ask(commands -> commands.ttl(key));
    }

    private static List<LoggedEvent> flags(String callId, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> LoggedEvent.of(callId, seq, seq, new Flagged("n")))
                .toList();
    }

    @Test
    @DisplayName("has calls all over it, lists them by time, keeps them for as long as it should, and erases one")
    void everywhere() {
        List<String> ids =
                IntStream.range(0, 12).mapToObj(i -> "call-%02d".formatted(i)).toList();
        for (String id : ids) {
            now(store.append(id, 1, flags(id, 1, 3)));
            now(store.append(id, 2, flags(id, 1, 2)));
            now(store.saveSummary(2, CallSummary.starting(id, Instant.ofEpochSecond(ids.indexOf(id)))));
            now(store.expire(id));
        }
        assertThat(ids.stream()
                        .map(id -> cluster.ownerOf(RedisKeys.of(id).log()))
                        .distinct())
                .hasSize(3);
        for (String id : ids) {
            assertThat(ttl(RedisKeys.of(id).log())).isBetween(3000L, 3600L);
            assertThat(ttl(RedisKeys.of(id).summary())).isBetween(3000L, 3600L);
            assertThat(ttl(RedisKeys.of(id).log() + ":1")).isBetween(24 * 3600L, 25 * 3600L);
        }

        now(store.erase("call-05"));

        assertThatThrownBy(() -> now(store.append("call-05", 2, flags("call-05", 3, 3))))
                .satisfies(e -> assertThat(StoreException.failureOf(e)).isEqualTo(StoreFailure.ERASED));
        assertThat(cluster.ownerOf("earshot:{call-05}").keys("earshot:{call-05}*"))
                .containsExactlyInAnyOrder("earshot:{call-05}", "earshot:{call-05}:log");
        CallPage first = now(store.page(new CallPage.Request(null, 0, 60_000, 7)));
        CallPage second = now(store.page(new CallPage.Request(first.next(), 0, 60_000, 7)));
        assertThat(first.calls())
                .extracting(CallSummary::callId)
                .startsWith("call-11", "call-10")
                .hasSize(7);
        assertThat(second.calls())
                .extracting(CallSummary::callId)
                .containsExactly("call-03", "call-02", "call-01", "call-00");
        assertThat(now(store.events("call-00", 0, 10))).hasSize(2);
    }

    @Test
    @DisplayName("has a log whole, in order and once, though the call's slot moved while it was written")
    void slotMoves() throws Exception {
        try (WrittenLog log = new WrittenLog(store, "moving")) {
            RedisCluster.SlotMove move = log.awaitMoved(cluster);

            log.endsWhole();
            assertThat(move.to().length(RedisKeys.of("moving").log())).isEqualTo(log.written() + 1);
            assertThat(move.from().keys("earshot:{moving}*")).isEmpty();
        }
    }

    @Test
    @DisplayName("begins a log in a slot that is on the move")
    void slotMovesBefore() throws Exception {
        RedisCluster.SlotMove move = cluster.move("begun");
        try (WrittenLog log = new WrittenLog(store, "begun")) {
            log.awaitMore(100);
            move.end();
            log.awaitMore(100);

            log.endsWhole();
            assertThat(move.to().length(RedisKeys.of("begun").log())).isEqualTo(log.written() + 1);
        }
    }
}
