package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import io.lettuce.core.KillArgs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A log that is written where Sentinel says")
class RedisSentinelIT {

    private static final String LOG = "earshot:{c}:log";
    private static final Duration PATIENCE = Patience.LIMIT;

    @TempDir
    Path folder;

    private WatchedRedis redis;
    private RedisCallStore store;

    @BeforeEach
    void start() throws IOException {
        redis = WatchedRedis.start(RedisProgram.plain(), folder, "127.0.0.1", new WatchedRedis.Sentinels(1, ""));
        store = new RedisCallStore(new RedisCallStore.Settings(
                RedisAddress.parse("redis-sentinel://127.0.0.1:1," + redis.at("127.0.0.1") + "#calls")
                        .orElseThrow(),
                Duration.ofHours(1),
                Duration.ofMillis(500),
                1000));
    }

    @AfterEach
    void stop() {
        store.close();
        redis.close();
    }

    @Test
    @DisplayName(
            "is whole, in order and once after the master died with events that it had confirmed and no replica had")
    void masterDies() throws Exception {
        RedisProcess master = redis.master();
        RedisProcess replica = redis.replica();
        try (WrittenLog log = new WrittenLog(store, "c")) {
            log.awaitMore(200);
            await().atMost(PATIENCE).until(() -> replica.length(LOG) >= 100);
            cutOff(replica);
            long replicated = replica.length(LOG);
            log.awaitMore(200);
            await().atMost(PATIENCE).until(() -> master.length(LOG) >= replicated + 100);
            assertThat(replica.length(LOG)).isEqualTo(replicated);

            redis.watchClosely();
            master.kill();
            await().atMost(PATIENCE).until(replica::isMaster);
            log.awaitMore(100);

            log.endsWhole();
            assertThat(replica.length(LOG)).isEqualTo(log.written() + 1);
        }
    }

    /** It has no login that its master would take from now on, and so stays behind. */
    private static void cutOff(RedisProcess replica) {
        replica.ask(commands -> commands.configSet("masterauth", "none"));
        replica.ask(commands -> commands.configSet("masteruser", "nobody"));
        replica.ask(commands -> commands.clientKill(KillArgs.Builder.typeMaster()));
        await().atMost(PATIENCE).until(() -> replica.ask(commands -> commands.info("replication"))
                .contains("master_link_status:down"));
    }

    @Test
    @DisplayName("is whole, in order and once after the master hung, and went on as if it were the master still")
    void masterHangs() throws Exception {
        RedisProcess master = redis.master();
        RedisProcess replica = redis.replica();
        try (WrittenLog log = new WrittenLog(store, "c")) {
            log.awaitMore(200);
            redis.watchClosely();
            master.hang();
            await().atMost(PATIENCE).until(replica::isMaster);
            long before = replica.length(LOG);
            await().atMost(PATIENCE).until(() -> replica.length(LOG) > before);
            master.goOn();
            log.awaitMore(100);

            log.endsWhole();
            assertThat(replica.length(LOG)).isEqualTo(log.written() + 1);
        }
    }
}
