package dev.earshot;

import static dev.earshot.RecordedSpeech.FIRST_TURN_MS;
import static dev.earshot.RecordedSpeech.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.CallScript;
import dev.earshot.transcript.EmbeddedRedis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A call's log in a real Redis, which comes and goes. */
@DisplayName("A stored call")
class StoredCallIT {

    private static final int MEMORY_MB = 64;

    @Test
    @DisplayName("is in Redis event by event, and is read from there after a restart as it was while it lived")
    void storedAndRead() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(MEMORY_MB);
                CallBench bench = CallBench.open(Map.of("earshot.redis.url", redis.url()))) {
            var placed = bench.place("kept", agent(0, FIRST_TURN_MS));
            bench.awaitReceived("kept", "t1", Duration.ofSeconds(1));
            assertThat(bench.get("/api/calls/kept").path("state").asText()).isEqualTo("live");
            await().untilAsserted(() -> assertThat(bench.get("/api/calls")
                            .path("calls")
                            .path(0)
                            .path("callId")
                            .asText())
                    .isEqualTo("kept"));
            await().untilAsserted(() -> assertThat(bench.record("kept").seqs()).startsWith(1L, 2L, 3L));
            AcsCaller.Result sent = placed.join();
            CallRecord living = bench.awaitEnd("kept");
            JsonNode books = bench.ledger("kept", "t1");
            assertThat(books.path("received").asLong()).isEqualTo(sent.samples().get(CallScript.AGENT_RAW_ID));

            bench.restart();

            assertThat(bench.record("kept")).isEqualTo(living);
            assertThat(bench.ledger("kept", "t1")).isEqualTo(books);
            JsonNode summary = bench.get("/api/calls/kept");
            assertThat(summary.path("state").asText()).isEqualTo("ended");
            assertThat(summary.path("lastSeq").asLong())
                    .isEqualTo(living.events().size());
            assertThat(bench.get("/api/calls").path("calls").path(0)).isEqualTo(summary);
            assertInRedis(redis, "kept", living);
        }
    }

    @Test
    @DisplayName("is whole and in order once Redis is back, though it was away at the start and died in mid-call")
    void redisAway() throws IOException {
        int port = FreePort.find();
        try (CallBench bench = CallBench.open(Map.of("earshot.redis.url", "redis://127.0.0.1:" + port))) {
            var placed = bench.place("outage", agent(0, 13_800));
            bench.awaitReceived("outage", "t1", Duration.ofSeconds(2));
            EmbeddedRedis first = EmbeddedRedis.start(MEMORY_MB, port);
            bench.awaitReceived("outage", "t1", Duration.ofSeconds(7));
            first.close();
            bench.awaitReceived("outage", "t1", Duration.ofSeconds(10));
            try (EmbeddedRedis second = EmbeddedRedis.start(MEMORY_MB, port)) {
                AcsCaller.Result sent = placed.join();

                CallRecord record = bench.awaitEnd("outage");

                List<String> said = RecordedSpeech.words("agent", 0, 13_800);
                assertThat(CallRecord.edits(said, record.words("t1"))).isLessThanOrEqualTo(said.size() / 10);
                assertThat(record.all("audioGap")).isEmpty();
                assertThat(bench.ledger("outage", "t1").path("appended").asLong())
                        .isEqualTo(sent.samples().get(CallScript.AGENT_RAW_ID));
                await().untilAsserted(() -> assertInRedis(second, "outage", record));
            }
        }
    }

    @Test
    @DisplayName(
            "is found though Redis died under it and it has ended since, also by the next process, and is in Redis once that is back")
    void redisAwayBeyondTheEnd() throws IOException {
        int port = FreePort.find();
        try (CallBench bench = CallBench.open(
                Map.of("earshot.redis.url", "redis://127.0.0.1:" + port, "earshot.redis.spill-after", "300ms"))) {
            EmbeddedRedis first = EmbeddedRedis.start(MEMORY_MB, port);
            var placed = bench.place("late", agent(0, FIRST_TURN_MS));
            bench.awaitReceived("late", "t1", Duration.ofSeconds(1));
            first.close();
            AcsCaller.Result sent = placed.join();
            CallRecord record = bench.awaitEnd("late");
            await().untilAsserted(() -> assertThat(
                            bench.get("/api/calls/late").path("unstored").toString())
                    .isEqualTo("{\"waits\":\"disk\",\"cause\":\"storeAway\"}"));
            await().untilAsserted(() -> assertThat(bench.metrics())
                    .contains("earshot_spill_calls 1.0", "earshot_store_pending_events 0.0"));

            bench.restart();

            await().untilAsserted(() -> assertThat(bench.record("late")).isEqualTo(record));
            assertThat(bench.ledger("late", "t1").path("appended").asLong())
                    .isEqualTo(sent.samples().get(CallScript.AGENT_RAW_ID));
            assertThat(bench.get("/api/calls")
                            .path("calls")
                            .path(0)
                            .path("callId")
                            .asText())
                    .isEqualTo("late");
            try (EmbeddedRedis second = EmbeddedRedis.start(MEMORY_MB, port)) {
                await().untilAsserted(() -> assertInRedis(second, "late", record));
                await().untilAsserted(() -> assertThat(bench.metrics()).contains("earshot_spill_calls 0.0"));
                assertThat(bench.record("late")).isEqualTo(record);
                assertThat(bench.get("/api/calls/late").has("unstored")).isFalse();
            }
        }
    }

    /** Every event, in order, under its epoch and seq; the summary, and the call in the list. */
    private static void assertInRedis(EmbeddedRedis redis, String callId, CallRecord record) {
        RedisClient client = RedisClient.create(redis.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> commands = connection.sync();
            List<StreamMessage<String, String>> entries =
                    commands.xrange("earshot:{" + callId + "}:log", Range.unbounded());
            assertThat(entries.stream().map(entry -> entry.getBody().get("event")))
                    .containsExactlyElementsOf(
                            record.events().stream().map(JsonNode::toString).toList());
            assertThat(entries.stream().map(StreamMessage::getId)).allMatch(id -> id.matches("[0-9]{13}-[0-9]+"));
            assertThat(entries.stream()
                            .map(entry -> entry.getId().split("-", 2)[0])
                            .distinct())
                    .hasSize(1);
            assertThat(entries.stream().map(entry -> Long.valueOf(entry.getId().split("-", 2)[1])))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, entries.size()).boxed().toList());
            assertThat(commands.hgetall("earshot:{" + callId + "}"))
                    .containsEntry("state", "ended")
                    .containsEntry("lastSeq", Integer.toString(entries.size()));
            assertThat(commands.zscore("earshot:calls", callId)).isPositive();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
