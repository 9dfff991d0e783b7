package dev.earshot;

import static dev.earshot.RecordedSpeech.FIRST_TURN_MS;
import static dev.earshot.RecordedSpeech.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.EmbeddedRedis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call in which something is not to be kept")
class RedactedCallIT {

    @Test
    @DisplayName(
            "has it nowhere: neither in its log nor in its exports, its list, its flags or in Redis, and counts it")
    void nowhere() throws Exception {
        Map<String, Object> settings = Map.of(
                "earshot.redaction.kinds",
                "card,phone",
                "earshot.redaction.patterns",
                Map.of("name", "(?i)\\bdaniel\\b"));
        try (EmbeddedRedis redis = EmbeddedRedis.start(64)) {
            Map<String, Object> all = new HashMap<>(settings);
            all.put("earshot.redis.url", redis.url());
            try (CallBench bench = CallBench.open(all)) {
                bench.place("kept", agent(0, FIRST_TURN_MS)).join();
                CallRecord record = bench.awaitEnd("kept");

                assertThat(record.finals("t1").get(0).path("text").asText()).contains("[name]");
                assertThat(record.finals("t1").get(0).path("redacted")).hasToString("{\"name\":1}");
                assertThat(bench.metrics()).contains("earshot_redacted_total{kind=\"name\"} 1.0");
                for (String path : new String[] {
                    "", "/kept", "/kept/events", "/kept/transcript.json", "/kept/transcript.vtt", "/kept/transcript.txt"
                }) {
                    assertThat(bench.send("GET", "/api/calls" + path, "").http().body())
                            .as(path)
                            .doesNotContainIgnoringCase("daniel");
                }
            }
            RedisClient client = RedisClient.create(redis.url());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                assertThat(connection
                                .sync()
                                .xrange("earshot:{kept}:log", Range.unbounded())
                                .toString())
                        .contains("[name]")
                        .doesNotContainIgnoringCase("daniel");
                assertThat(connection.sync().hgetall("earshot:{kept}").toString())
                        .doesNotContainIgnoringCase("daniel");
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }
}
