package dev.earshot.transcript;

import io.lettuce.core.Range;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.Done;

/**
 * Keeps logs in Redis: stream {@code earshot:{callId}:log} with entries {@code <epoch>-<seq>}, hash {@code
 * earshot:{callId}} for the summary, sorted set {@code earshot:calls} by start. The braces are literal, so that a
 * call's keys stay together in a cluster.
 */
public final class RedisCallStore implements CallStore {

    private static final String CALLS = "earshot:calls";

    /**
     * Where Redis is, and how long it keeps a call.
     *
     * @param url {@code redis://…} or {@code rediss://…}
     * @param retention from the end of a call, at least a second. A call whose owner vanished goes a day later than
     *     this after its last event
     * @param commandTimeout after which Redis counts as away
     * @param requestQueueSize commands on their way at once
     */
    public record Settings(String url, Duration retention, Duration commandTimeout, int requestQueueSize) {

        public Settings {
            if (retention.toSeconds() < 1) {
                throw new IllegalArgumentException("retention must be a second at least: " + retention);
            }
            if (commandTimeout.isZero() || commandTimeout.isNegative()) {
                throw new IllegalArgumentException("commandTimeout must be positive: " + commandTimeout);
            }
            if (requestQueueSize < 1) {
                throw new IllegalArgumentException("requestQueueSize must be positive: " + requestQueueSize);
            }
        }

        /** A week's retention, five seconds for a command, 8192 commands on their way. */
        public static Settings of(String url) {
            return new Settings(url, Duration.ofDays(7), Duration.ofSeconds(5), 8192);
        }

        Duration unended() {
            return retention.plusDays(1);
        }
    }

    private final Settings settings;
    private final RedisLink link;

    /** A store that connects by and by: Redis need not be there yet. */
    public RedisCallStore(Settings settings) {
        this.settings = settings;
        this.link = new RedisLink(settings.url(), settings.commandTimeout(), settings.requestQueueSize());
    }

    @Override
    public CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events) {
        return link.run(redis -> RedisAppend.run(redis, logKey(callId), epoch, events, settings.unended()));
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit) {
        return link.run(redis -> RedisLogPage.read(redis, logKey(callId), afterSeq, limit));
    }

    @Override
    public CompletionStage<Optional<CallSummary>> summary(String callId) {
        return link.run(redis -> redis.hgetall(hashKey(callId)).thenApply(SummaryHash::summary));
    }

    @Override
    public CompletionStage<List<CallSummary>> summaries(int limit) {
        return link.run(redis -> redis.zrevrange(CALLS, 0, limit - 1L).thenCompose(ids -> listed(redis, ids)));
    }

    @Override
    public CompletionStage<Done> saveSummary(CallSummary summary) {
        String key = hashKey(summary.callId());
        return link.run(redis -> all(
                redis.hset(key, SummaryHash.fields(summary)),
                redis.expire(key, settings.unended()),
                redis.zadd(CALLS, (double) summary.startedAt().toEpochMilli(), summary.callId())));
    }

    @Override
    public CompletionStage<Done> expire(String callId) {
        return link.run(redis -> all(
                redis.expire(logKey(callId), settings.retention()),
                redis.expire(hashKey(callId), settings.retention()),
                redis.zremrangebyscore(CALLS, startedBefore(Instant.now().minus(settings.unended())))));
    }

    @Override
    public void close() {
        link.close();
    }

    /** Calls whose summary has expired leave the list when it is read. */
    private static CompletionStage<List<CallSummary>> listed(
            RedisAsyncCommands<String, String> redis, List<String> ids) {
        List<CompletableFuture<Map<String, String>>> hashes = ids.stream()
                .map(id -> redis.hgetall(hashKey(id)).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(hashes.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            String[] gone = IntStream.range(0, ids.size())
                    .filter(i -> hashes.get(i).join().isEmpty())
                    .mapToObj(ids::get)
                    .toArray(String[]::new);
            List<CallSummary> calls = hashes.stream()
                    .flatMap(hash -> SummaryHash.summary(hash.join()).stream())
                    .toList();
            return gone.length == 0
                    ? CompletableFuture.completedStage(calls)
                    : redis.zrem(CALLS, gone).thenApply(removed -> calls);
        });
    }

    private static CompletionStage<Done> all(CompletionStage<?>... commands) {
        CompletableFuture<?>[] futures =
                Stream.of(commands).map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(futures).thenApply(done -> Done.getInstance());
    }

    /** What started so long ago can no longer be there, and is not left to a reader to find. */
    private static Range<Double> startedBefore(Instant instant) {
        return Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding((double) instant.toEpochMilli()));
    }

    private static String logKey(String callId) {
        return hashKey(callId) + ":log";
    }

    private static String hashKey(String callId) {
        return "earshot:{" + callId + "}";
    }
}
