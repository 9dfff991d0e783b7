package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.earshot.FreePort;
import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.Flagged;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store in a cluster of three")
class RedisClusterIT {

    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final List<RedisProcess> nodes = new ArrayList<>();

    private RedisCallStore store;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        try {
            for (int i = 0; i < 3; i++) {
                nodes.add(node(folder, i));
            }
            for (RedisProcess other : nodes.subList(1, 3)) {
                cluster(nodes.get(0), "MEET", "127.0.0.1", "" + other.port(), "" + busPort(other));
            }
            await().atMost(READY_WITHIN).until(() -> nodes.stream().allMatch(RedisClusterIT::ready));
        } catch (ConditionTimeoutException e) {
            stop();
            abort("This machine's Redis does not make a cluster");
        }
    }

    private static RedisProcess node(Path folder, int i) throws IOException {
        RedisProcess node = RedisProcess.start(
                folder,
                "--cluster-enabled",
                "yes",
                "--cluster-config-file",
                "node-" + i + ".conf",
                "--cluster-node-timeout",
                "3000",
                "--cluster-port",
                Integer.toString(FreePort.find()));
        cluster(node, "SET-CONFIG-EPOCH", "" + (i + 1));
        cluster(node, "ADDSLOTSRANGE", "" + SLOTS * i / 3, "" + (SLOTS * (i + 1) / 3 - 1));
        return node;
    }

    private static String busPort(RedisProcess node) {
        return node.ask(commands -> commands.configGet("cluster-port")).get("cluster-port");
    }

    private static boolean ready(RedisProcess node) {
        String info = node.ask(commands -> commands.clusterInfo());
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
    }

    private static String cluster(RedisProcess node, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(arguments::add);
        return node.ask(
                commands -> commands.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    @AfterAll
    static void stop() {
        nodes.forEach(RedisProcess::close);
        nodes.clear();
    }

    @BeforeEach
    void open() {
        String hosts = nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
        store = new RedisCallStore(new RedisCallStore.Settings(
                RedisAddress.parse("redis-cluster://127.0.0.1:1," + hosts).orElseThrow(),
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
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static RedisProcess ownerOf(String key) {
        return nodes.get(SlotHash.getSlot(key) * 3 / SLOTS);
    }

    private static long ttl(String key) {
        return ownerOf(key).ask(commands -> commands.ttl(key));
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
        assertThat(ids.stream().map(id -> ownerOf(RedisKeys.of(id).log())).distinct())
                .hasSize(3);
        for (String id : ids) {
            assertThat(ttl(RedisKeys.of(id).log())).isBetween(3000L, 3600L);
            assertThat(ttl(RedisKeys.of(id).summary())).isBetween(3000L, 3600L);
            assertThat(ttl(RedisKeys.of(id).log() + ":1")).isBetween(24 * 3600L, 25 * 3600L);
        }

        now(store.erase("call-05"));

        assertThatThrownBy(() -> now(store.append("call-05", 2, flags("call-05", 3, 3))))
                .satisfies(e -> assertThat(StoreException.failureOf(e)).isEqualTo(StoreFailure.ERASED));
        assertThat(ownerOf("earshot:{call-05}").keys("earshot:{call-05}*"))
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
        String slot = Integer.toString(SlotHash.getSlot(RedisKeys.of("moving").log()));
        RedisProcess from = ownerOf(RedisKeys.of("moving").log());
        RedisProcess to = nodes.get((nodes.indexOf(from) + 1) % 3);
        try (WrittenLog log = new WrittenLog(store, "moving")) {
            log.awaitMore(200);
            cluster(to, "SETSLOT", slot, "IMPORTING", id(from));
            cluster(from, "SETSLOT", slot, "MIGRATING", id(to));
            log.awaitMore(50);
            for (String key :
                    List.of(RedisKeys.of("moving").log(), RedisKeys.of("moving").summary())) {
                from.ask(commands -> commands.migrate("127.0.0.1", to.port(), key, 0, 5000));
                log.awaitMore(50);
            }
            moved(slot, from, to);
            log.awaitMore(100);

            log.endsWhole();
            assertThat(to.length(RedisKeys.of("moving").log())).isEqualTo(log.written() + 1);
            assertThat(from.keys("earshot:{moving}*")).isEmpty();
        }
    }

    @Test
    @DisplayName("begins a log in a slot that is on the move")
    void slotMovesBefore() throws Exception {
        String slot = Integer.toString(SlotHash.getSlot(RedisKeys.of("begun").log()));
        RedisProcess from = ownerOf(RedisKeys.of("begun").log());
        RedisProcess to = nodes.get((nodes.indexOf(from) + 1) % 3);
        cluster(to, "SETSLOT", slot, "IMPORTING", id(from));
        cluster(from, "SETSLOT", slot, "MIGRATING", id(to));
        try (WrittenLog log = new WrittenLog(store, "begun")) {
            log.awaitMore(100);
            moved(slot, from, to);
            log.awaitMore(100);

            log.endsWhole();
            assertThat(to.length(RedisKeys.of("begun").log())).isEqualTo(log.written() + 1);
        }
    }

    private static void moved(String slot, RedisProcess from, RedisProcess to) {
        RedisProcess third = nodes.get(3 - nodes.indexOf(to) - nodes.indexOf(from));
        for (RedisProcess node : List.of(to, from, third)) {
            cluster(node, "SETSLOT", slot, "NODE", id(to));
        }
    }

    private static String id(RedisProcess node) {
        return node.ask(commands -> commands.clusterMyId());
    }
}
