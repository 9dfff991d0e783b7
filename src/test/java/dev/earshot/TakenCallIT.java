package dev.earshot;

import static dev.earshot.RecordedSpeech.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.CallScript;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.EmbeddedRedis;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.RedisCallStore;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a call on this server when somebody else does something to its log in Redis. */
@DisplayName("A call whose log is not its own any more")
class TakenCallIT {

    private static final int WHOLE_MS = 13_800;
    private static final long HIGHER_EPOCH = 1L << 50;

    @TempDir
    Path recordings;

    private EmbeddedRedis redis;
    private CallBench bench;
    private RedisCallStore elsewhere;
    private CapturedLog log;

    @BeforeEach
    void start() throws IOException {
        redis = EmbeddedRedis.start(64);
        bench = CallBench.open(Map.of(
                "earshot.redis.url",
                redis.url(),
                "earshot.redis.erasure-check",
                "200ms",
                "earshot.recorder.folder",
                recordings.toString()));
        elsewhere = new RedisCallStore(RedisCallStore.Settings.of(redis.url()));
        log = CapturedLog.open();
    }

    @AfterEach
    void stop() {
        log.close();
        elsewhere.close();
        bench.close();
        redis.close();
    }

    private List<StreamMessage<String, String>> stream(String callId) {
        RedisClient client = RedisClient.create(redis.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().xrange("earshot:{" + callId + "}:log", Range.unbounded());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private List<String> keys() {
        RedisClient client = RedisClient.create(redis.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().keys("*");
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static void assertCutShort(AcsCaller.Result sent) {
        assertThat(sent.samples().get(CallScript.AGENT_RAW_ID))
                .as("the socket was closed before the call was over")
                .isLessThan(WHOLE_MS * 16L);
    }

    private void assertEndedHere(String callId, String cause) {
        await().untilAsserted(() -> assertThat(log.lines())
                .anyMatch(line -> line.contains("the call ends")
                        && line.contains("call=\"" + callId + "\"")
                        && line.contains("cause=\"" + cause + "\""))
                .anyMatch(line -> line.contains("to=\"Ended\"") && line.contains(callId)));
        await().untilAsserted(() -> assertThat(bench.send("PUT", "/api/calls/" + callId, "{\"speakers\":[]}")
                        .status())
                .isEqualTo(409));
    }

    @Test
    @DisplayName("ends as stale where another owner has gone on with it, closes its media socket, and writes no more")
    void takenOver() {
        var placed = bench.place("taken", agent(0, WHOLE_MS));
        bench.awaitReceived("taken", "t1", Duration.ofSeconds(3));
        await().until(() -> stream("taken").size() >= 3);

        long next = stream("taken").size() + 1L;
        var theirs = LoggedEvent.of("taken", next, 9_000_000, new Flagged("taken over"));
        assertThat(elsewhere
                        .append("taken", HIGHER_EPOCH, List.of(theirs))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(next);

        assertCutShort(placed.join());
        assertEndedHere("taken", "staleOwner");
        List<StreamMessage<String, String>> stored = stream("taken");
        assertThat(stored.get(stored.size() - 1).getId()).isEqualTo(HIGHER_EPOCH + "-" + next);
        assertThat(stored).hasSize((int) next);
    }

    @Test
    @DisplayName("ends where it was erased, closes its media socket, and leaves nothing in Redis, nor of its recording")
    void erasedAlive() {
        var placed = bench.place("gone", agent(0, WHOLE_MS));
        bench.awaitReceived("gone", "t1", Duration.ofSeconds(3));
        await().until(() -> stream("gone").size() >= 3);

        elsewhere.erase("gone").toCompletableFuture().join();

        assertCutShort(placed.join());
        assertEndedHere("gone", "callErased");
        assertThat(stream("gone")).extracting(StreamMessage::getBody).containsExactly(Map.of("erased", "1"));
        assertThat(bench.send("GET", "/api/calls/gone", "").status()).isEqualTo(404);
        bench.get("/api/calls");
        assertThat(keys()).containsExactlyInAnyOrder("earshot:{gone}", "earshot:{gone}:log");
        await().untilAsserted(() -> assertThat(recordings).isEmptyDirectory());
    }

    @Test
    @DisplayName("is erased here, with its recording, where it has ended and another server is asked to erase it")
    void erasedElsewhere() {
        bench.place("over", agent(0, 400)).join();
        bench.awaitEnd("over");
        await().until(() -> keys().contains("earshot:calls"));
        assertThat(recordings).isDirectoryContaining(file -> file.toString().contains("over"));

        elsewhere.erase("over").toCompletableFuture().join();

        await().untilAsserted(() -> assertThat(recordings).isEmptyDirectory());
        assertThat(bench.get("/api/calls").path("calls")).isEmpty();
    }

    @Test
    @DisplayName(
            "is erased with its recording, and stays so when the server that had it starts anew and somebody dials it again")
    void dialledAgain() {
        bench.place("again", agent(0, 400)).join();
        bench.awaitEnd("again");
        await().until(() -> keys().contains("earshot:calls"));
        assertThat(recordings).isDirectoryContaining(file -> file.toString().contains("again"));
        assertThat(bench.send("DELETE", "/api/calls/again", "").status()).isEqualTo(204);
        assertThat(recordings).isDirectoryNotContaining(file -> file.toString().contains("again"));
        bench.restart();

        // It may be over before its socket is there, which is then refused.
        bench.place("again", agent(0, WHOLE_MS)).handle((sent, refused) -> true).join();

        assertEndedHere("again", "callErased");
        assertThat(keys()).containsExactlyInAnyOrder("earshot:{again}", "earshot:{again}:log");
    }
}
