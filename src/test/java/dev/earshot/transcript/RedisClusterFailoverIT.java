package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.Flagged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Logs in a cluster of which a master goes")
class RedisClusterFailoverIT {

    private static RedisCluster cluster;

    private RedisCallStore store;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = RedisCluster.start(RedisProgram.plain(), folder, "127.0.0.1", 2, "--cluster-node-timeout", "2000");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        store = StoreLogin.store(
                RedisAddress.parse("redis-cluster://" + cluster.at("127.0.0.1")).orElseThrow());
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A call whose log begins at one of the masters. */
    private static String callAt(int master) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "call-" + i)
                .filter(id -> cluster.ownerOf(RedisKeys.of(id).log()) == cluster.master(master))
                .findFirst()
                .orElseThrow();
    }

    private static long length(RedisProcess replica, String callId) {
        return replica.ask(commands -> {
            commands.readOnly();
            return commands.xlen(RedisKeys.of(callId).log());
        });
    }

    private StoreFailure ofStaleOwner(String callId) {
        return StoreException.failureOf(
                catchThrowable(() -> store.append(callId, 3, List.of(LoggedEvent.of(callId, 1, 1, new Flagged("n"))))
                        .toCompletableFuture()
                        .join()));
    }

    @Test
    @DisplayName("are whole, in order and once after it was killed while they were written, and keep a stale owner out")
    void masterDies() {
        RedisProcess replica = cluster.replica(0);
        String id = callAt(0);
        try (WrittenLog hit = new WrittenLog(store, id);
                WrittenLog other = new WrittenLog(store, callAt(2))) {
            awaitReplicated(id, replica);
            assertThat(ofStaleOwner(id)).isEqualTo(StoreFailure.STALE_OWNER);

            cluster.master(0).kill();
            awaitWrittenAt(replica, id);

            hit.endsWhole();
            other.endsWhole();
            assertThat(length(replica, id)).isEqualTo(hit.written() + 1);
            assertThat(ofStaleOwner(id)).isEqualTo(StoreFailure.STALE_OWNER);
        }
    }

    @Test
    @DisplayName("are whole, in order and once after it hung, and went on as if it were the master still")
    void masterHangs() {
        RedisProcess replica = cluster.replica(1);
        String id = callAt(1);
        try (WrittenLog hit = new WrittenLog(store, id);
                WrittenLog other = new WrittenLog(store, "other-" + callAt(2))) {
            awaitReplicated(id, replica);

            cluster.master(1).hang();
            awaitWrittenAt(replica, id);
            cluster.master(1).goOn();
            hit.awaitMore(100);

            hit.endsWhole();
            other.endsWhole();
            assertThat(length(replica, id)).isEqualTo(hit.written() + 1);
            assertThat(ofStaleOwner(id)).isEqualTo(StoreFailure.STALE_OWNER);
        }
    }

    private static void awaitReplicated(String callId, RedisProcess replica) {
        await().atMost(Patience.LIMIT).until(() -> length(replica, callId) >= 100);
    }

    /** It has taken over, and the call goes on there. */
    private static void awaitWrittenAt(RedisProcess replica, String callId) {
        await().atMost(Patience.LIMIT).until(replica::isMaster);
        long before = length(replica, callId);
        await().atMost(Patience.LIMIT).until(() -> length(replica, callId) > before);
    }
}
