package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.FreePort;
import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.Flagged;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A page of a log in a real Redis")
class RedisLogPageIT {

    /** What was read so far: the calls of each kind, in Redis's own count. */
    private static final Pattern READS = Pattern.compile("cmdstat_(?:xrange|xrevrange):calls=(\\d+)");

    private EmbeddedRedis redis;
    private RedisCallStore store;

    @BeforeEach
    void start() throws IOException {
        redis = EmbeddedRedis.start(64, FreePort.find());
        store = new RedisCallStore(RedisCallStore.Settings.of(redis.url()));
    }

    @AfterEach
    void stop() {
        store.close();
        redis.close();
    }

    @Test
    @DisplayName("is found in two or three questions, however much stands before it")
    void found() {
        append(7, 1, 12_000);

        long before = reads();
        assertThat(seqs(11_500, 100)).containsExactlyElementsOf(range(11_501, 11_600));
        assertThat(reads() - before).isLessThanOrEqualTo(3);

        assertThat(seqs(0, 100)).containsExactlyElementsOf(range(1, 100));
        assertThat(seqs(11_990, 100)).containsExactlyElementsOf(range(11_991, 12_000));
        assertThat(seqs(11_000, 800)).containsExactlyElementsOf(range(11_001, 11_800));
        assertThat(seqs(12_000, 100)).isEmpty();
        assertThat(seqs(99_999, 100)).isEmpty();
    }

    @Test
    @DisplayName("goes on from owner to owner, wherever it begins")
    void epochs() {
        append(5, 1, 300);
        append(9, 301, 303);
        append(12, 304, 900);

        for (long after : new long[] {0, 1, 298, 299, 300, 301, 302, 303, 304, 898, 899, 900}) {
            assertThat(seqs(after, 10))
                    .as("after %d", after)
                    .containsExactlyElementsOf(range(after + 1, Math.min(900, after + 10)));
        }
        assertThat(seqs(0, 2_000)).containsExactlyElementsOf(range(1, 900));
        assertThat(seqs(299, 2_000)).containsExactlyElementsOf(range(300, 900));
    }

    private void append(long epoch, long from, long to) {
        for (long first = from; first <= to; first += 500) {
            List<LoggedEvent> events = LongStream.rangeClosed(first, Math.min(to, first + 499))
                    .mapToObj(seq -> LoggedEvent.of("c", seq, seq, new Flagged("so")))
                    .toList();
            now(store.append("c", epoch, events));
        }
    }

    private List<Long> seqs(long after, int limit) {
        return now(store.events("c", after, limit)).stream()
                .map(LoggedEvent::seq)
                .toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private long reads() {
        RedisClient client = RedisClient.create(redis.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return READS.matcher(connection.sync().info("commandstats"))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .mapToLong(Long::parseLong)
                    .sum();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
