package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.earshot.transcript.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A call of eight hours that no server has ever heard: it is in a real Redis, and nowhere else. */
@DisplayName("A long call that is in Redis only")
class LongStoredCallIT {

    private static final int TURNS = 28_800;
    private static final String ID = "eight-hours";

    private static EmbeddedRedis redis;
    private static CallBench bench;

    @BeforeAll
    static void open() throws Exception {
        redis = EmbeddedRedis.start(256);
        store(redis, ID, TURNS);
        bench = CallBench.open(Map.of("earshot.redis.url", redis.url()));
    }

    @AfterAll
    static void close() {
        bench.close();
        redis.close();
    }

    @Test
    @DisplayName("is read whole, and a page of it from anywhere")
    void events() {
        CallRecord all = bench.record(ID);
        assertThat(all.seqs())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, TURNS + 1).boxed().toList());
        CallRecord page = new CallRecord(
                bench.get("/api/calls/" + ID + "/events?after=20000&limit=3").path("events"));
        assertThat(page.seqs()).containsExactly(20_001L, 20_002L, 20_003L);
        assertThat(bench.send("GET", "/api/calls/" + ID + "/events?limit=0", "").status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("is taken away whole, to the last turn")
    void transcript() {
        JsonNode entries = bench.get("/api/calls/" + ID + "/transcript.json").path("entries");
        assertThat(StreamSupport.stream(entries.spliterator(), false)
                        .map(entry -> entry.path("text").asText()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, TURNS)
                        .mapToObj(turn -> "Said " + turn)
                        .toList());
        assertThat(bench.send("GET", "/api/calls/" + ID + "/transcript.srt", "")
                        .http()
                        .body())
                .endsWith("28800\n07:59:59,100 --> 07:59:59,900\nunknown: Said 28800\n");
    }

    @Test
    @DisplayName("is told again over the hub, as fast as it goes or at a pace, from any point")
    void replay() {
        HubConnection client =
                HubConnectionBuilder.create(bench.url() + "/hubs/calls").build();
        client.start().blockingAwait(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        try {
            assertThat(seqs(client, 0, 0.0)).hasSize(TURNS + 1).last().isEqualTo(TURNS + 1L);
            assertThat(seqs(client, 14_400, 0.0)).hasSize(14_401).first().isEqualTo(14_401L);
            assertThat(seqs(client, TURNS - 100, 100.0)).hasSize(101);
        } finally {
            client.stop().blockingAwait(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static List<Long> seqs(HubConnection client, long after, double speed) {
        Single<List<Long>> told = client.stream(JsonObject.class, "Replay", ID, after, speed)
                .map(event -> event.get("seq").getAsLong())
                .toList();
        return told.timeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).blockingGet();
    }

    /** As an Earshot that is no more has left it there: a turn every second. */
    static void store(EmbeddedRedis redis, String callId, int turns) throws Exception {
        RedisClient client = RedisClient.create(redis.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisAsyncCommands<String, String> commands = connection.async();
            String log = "earshot:{" + callId + "}:log";
            for (int turn = 1; turn <= turns; turn++) {
                String event =
                        """
                        {"v":1,"callId":"%s","seq":%d,"type":"utteranceFinal","atMs":%d,"track":"t1","utterance":"t1-u%d",\
                        "startMs":%d,"endMs":%d,"text":"Said %d","understood":true}"""
                                .formatted(
                                        callId,
                                        turn,
                                        turn * 1_000L,
                                        turn,
                                        turn * 1_000L - 900,
                                        turn * 1_000L - 100,
                                        turn);
                var sent = commands.xadd(log, new XAddArgs().id("1767261600000-" + turn), Map.of("event", event));
                if (turn % 1_000 == 0) {
                    sent.get();
                }
            }
            String end =
                    """
                    {"v":1,"callId":"%s","seq":%d,"type":"callEnded","atMs":%d,"cause":"hungUp","durationMs":%d,\
                    "ledger":{"callId":"%s","tracks":[]}}"""
                            .formatted(callId, turns + 1, turns * 1_000L, turns * 1_000L, callId);
            commands.xadd(log, new XAddArgs().id("1767261600000-" + (turns + 1)), Map.of("event", end));
            commands.hset(
                            "earshot:{" + callId + "}",
                            Map.of(
                                    "callId", callId,
                                    "state", "ended",
                                    "startedAt", "2026-01-01T10:00:00Z",
                                    "endedAt", "2026-01-01T18:00:00Z",
                                    "durationMs", Long.toString(turns * 1_000L),
                                    "lastSeq", Integer.toString(turns + 1),
                                    "tracks", "[]",
                                    "utterances", Integer.toString(turns),
                                    "hints", "0"))
                    .get();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
