package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.transcript.spill.SpillDirectory;
import dev.earshot.transcript.spill.SpillSettings;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fifty logs are written while a real Redis is killed, paused, full, read-only or not there. {@code -Dearshot.outage.seed=7} for another seed. */
@DisplayName("The logs of fifty calls")
class RedisOutageIT {

    private static final int CALLS = 50;

    private final long seed = Long.getLong("earshot.outage.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @BeforeEach
    void tellSeed() {
        System.out.println("RedisOutageIT: -Dearshot.outage.seed=" + seed);
    }

    private Duration between(int minMs, int maxMs) {
        return Duration.ofMillis(minMs + random.nextInt(maxMs - minMs));
    }

    private LogStorm storm(KillableRedis redis) throws IOException {
        return new LogStorm(redis.url(), folder.resolve("spill"), random);
    }

    private Path redisFolder() throws IOException {
        return Files.createDirectories(folder.resolve("redis"));
    }

    /** What a Redis does that lives and does not serve. */
    enum Refusal {
        PAUSED(redis -> redis.clientPause(1_500), redis -> {}),
        FULL(redis -> redis.configSet("maxmemory", "1"), redis -> redis.configSet("maxmemory", "256mb")),
        READ_ONLY(redis -> redis.replicaof("127.0.0.1", 1), RedisCommands::replicaofNoOne),
        CONNECTIONS_CUT(redis -> redis.clientKill(KillArgs.Builder.typeNormal().skipme()), redis -> {});

        private final Consumer<RedisCommands<String, String>> begin;
        private final Consumer<RedisCommands<String, String>> end;

        Refusal(Consumer<RedisCommands<String, String>> begin, Consumer<RedisCommands<String, String>> end) {
            this.begin = begin;
            this.end = end;
        }

        static void tell(KillableRedis redis, Consumer<RedisCommands<String, String>> what) {
            redis.ask(commands -> {
                what.accept(commands);
                return "";
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are whole though Redis lives and does not serve, while calls begin and end")
    void refused(Refusal refusal) throws Exception {
        try (KillableRedis redis = new KillableRedis(null).start();
                LogStorm storm = storm(redis)) {
            storm.begin(CALLS - 10);
            storm.write(between(200, 600));
            Refusal.tell(redis, refusal.begin);
            storm.end(10);
            storm.begin(10);
            storm.write(between(1_000, 1_600));
            storm.end(10);
            Refusal.tell(redis, refusal.end);
            storm.write(between(200, 600));
            storm.endAll();

            storm.awaitStored();
            storm.assertWhole(redis);
            if (refusal != Refusal.CONNECTIONS_CUT) {
                assertThat(storm.spilledEvents()).as("events on disk meanwhile").isPositive();
            }
        }
    }

    @Test
    @DisplayName("are whole though Redis stands still for a while, takes connections and answers nothing")
    void standsStill() throws Exception {
        try (KillableRedis redis = new KillableRedis(null).start();
                LogStorm storm = storm(redis)) {
            storm.begin(CALLS - 10);
            storm.write(between(200, 600));
            redis.standStill();
            storm.end(10);
            storm.begin(10);
            storm.writeToDisk(500);
            redis.goOn();
            storm.write(between(200, 600));
            storm.endAll();

            storm.awaitStored();
            storm.assertWhole(redis);
        }
    }

    @Test
    @DisplayName("are whole though Redis is killed again and again, and keeps what it has")
    void killed() throws Exception {
        try (KillableRedis redis = new KillableRedis(redisFolder()).start();
                LogStorm storm = storm(redis)) {
            storm.begin(CALLS);
            for (int kill = 0; kill < 3; kill++) {
                storm.write(between(100, 500));
                redis.kill();
                storm.end(5);
                storm.write(between(100, 900));
                redis.start();
                storm.end(5);
            }
            storm.write(between(100, 500));
            storm.endAll();

            storm.awaitStored();
            storm.assertWhole(redis);
        }
    }

    @Test
    @DisplayName("are whole though Redis is killed and has forgotten everything: also those that ended meanwhile")
    void killedAndEmpty() throws Exception {
        try (KillableRedis redis = new KillableRedis(null).start();
                LogStorm storm = storm(redis)) {
            storm.begin(CALLS);
            for (int kill = 0; kill < 2; kill++) {
                storm.write(between(200, 600));
                redis.kill();
                storm.write(between(100, 900));
                redis.start();
            }
            storm.write(between(200, 600));
            redis.kill();
            storm.end(20);
            storm.awaitOnDisk(20);
            redis.start();
            storm.write(between(200, 600));
            storm.endAll();

            storm.awaitStored();
            storm.assertWhole(redis);
        }
    }

    @Test
    @DisplayName(
            "are whole though Redis was not there at the start, and every call ended before it came; none waits in memory")
    void goneAtStart() throws Exception {
        try (KillableRedis redis = new KillableRedis(null);
                LogStorm storm = storm(redis)) {
            storm.begin(CALLS);
            storm.write(between(300, 800));
            storm.endAll();
            storm.awaitOnDisk(CALLS);
            assertThat(storm.backlog().events()).isZero();
            redis.start();

            storm.awaitStored();
            storm.assertWhole(redis);
        }
    }

    @Test
    @DisplayName(
            "go on into Redis from disk in the next process, those of calls without an end as far as they were written")
    void nextProcess() throws Exception {
        try (KillableRedis redis = new KillableRedis(null)) {
            LogStorm storm = storm(redis);
            storm.begin(CALLS);
            storm.write(between(500, 900));
            storm.end(25);
            storm.awaitOnDisk(25);
            storm.write(between(100, 300));
            storm.close();
            redis.start();

            drainedByNextProcess(redis, folder.resolve("spill"));

            storm.assertBeginnings(redis);
            List<String> ended = redis.ask(commands -> commands.keys("earshot:{*}").stream()
                    .filter(key -> "ended".equals(commands.hget(key, "state")))
                    .toList());
            assertThat(ended).hasSize(25);
        }
    }

    @Test
    @DisplayName("hold nothing but what was written where the process falls at any instant, half a record at their end")
    void fallen() throws Exception {
        try (KillableRedis redis = new KillableRedis(null);
                LogStorm storm = storm(redis)) {
            storm.begin(CALLS);
            storm.writeToDisk(500 + random.nextInt(1_000));
            Path fallen = copied(folder.resolve("spill"), folder.resolve("fallen"));
            storm.write(Duration.ofMillis(50));
            redis.start();

            drainedByNextProcess(redis, fallen);

            storm.assertBeginnings(redis);
            storm.endAll();
            storm.awaitStored();
            storm.assertWhole(redis);
        }
    }

    private static void drainedByNextProcess(KillableRedis redis, Path directory) throws IOException {
        try (RedisCallStore store = new RedisCallStore(RedisCallStore.Settings.of(redis.url()));
                SpillDirectory spill = SpillDirectory.open(
                        SpillSettings.in(directory), store, new StoreBacklog(StoreBacklog.Limits.DEFAULT))) {
            await().atMost(Patience.LIMIT)
                    .until(() -> spill.counts().drainedCalls().sum() > 0
                            && spill.counts().calls().get() == 0);
        }
    }

    /** As it is at this instant, with its end torn off. */
    private Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    byte[] bytes = Files.readAllBytes(file);
                    int left = Math.max(0, bytes.length - random.nextInt(100));
                    Files.write(there, Arrays.copyOf(bytes, left));
                }
            }
        }
        return to;
    }
}
