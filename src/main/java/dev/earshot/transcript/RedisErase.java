package dev.earshot.transcript;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;

/**
 * Takes a call out of Redis. What is left under its names for a while says only that it was erased, and refuses by itself
 * whoever comes late: the stream has one entry, of an epoch that no owner is ahead of, and the hash one field. First of
 * all the stream, so that nothing new can come meanwhile.
 */
final class RedisErase {

    /** The highest that Redis can count to. */
    static final String EPOCH = "18446744073709551615";

    private static final String MARK = "erased";

    /** A key is never away in between: where its slot moves, Redis would not let it be made again within the script. */
    private static final String LOG =
            """
            local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
            local mark = ARGV[1] .. '-1'
            if not top[1] or top[1][1] ~= mark then
              redis.call('XADD', KEYS[1], 'MAXLEN', '1', mark, 'erased', '1')
            end
            redis.call('EXPIRE', KEYS[1], ARGV[2])
            return 1
            """;

    private static final String SUMMARY =
            """
            redis.call('HSET', KEYS[1], 'erased', '1')
            for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
              if field ~= 'erased' then
                redis.call('HDEL', KEYS[1], field)
              end
            end
            redis.call('EXPIRE', KEYS[1], ARGV[1])
            return 1
            """;

    private RedisErase() {}

    /**
     * Erases one call.
     *
     * @param keepMark for how long somebody might yet come late
     */
    static CompletionStage<Done> run(
            RedisClusterAsyncCommands<String, String> redis, RedisKeys keys, Duration keepMark) {
        String seconds = Long.toString(keepMark.toSeconds());
        return redis.<Long>eval(LOG, ScriptOutputType.INTEGER, keys.onlyLog(), EPOCH, seconds)
                .thenCompose(marked -> redis.<Long>eval(SUMMARY, ScriptOutputType.INTEGER, keys.onlySummary(), seconds))
                .thenCompose(marked -> eraseEarlier(redis, keys));
    }

    /** Which of these calls were. */
    static CompletionStage<Set<String>> erased(RedisClusterAsyncCommands<String, String> redis, Set<String> callIds) {
        Map<String, CompletableFuture<Boolean>> marks = new HashMap<>();
        callIds.forEach(callId -> marks.put(
                callId, redis.hexists(RedisKeys.of(callId).summary(), MARK).toCompletableFuture()));
        return CompletableFuture.allOf(marks.values().toArray(CompletableFuture[]::new))
                .thenApply(read -> marks.entrySet().stream()
                        .filter(mark -> mark.getValue().join())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether that is what is left of a call's summary, or nothing is. */
    static boolean isGone(Map<String, String> summary) {
        return summary.isEmpty() || summary.containsKey(MARK);
    }

    /** One by one: while a slot moves, Redis answers no command for some keys that are there and others that are not. */
    private static CompletionStage<Done> eraseEarlier(RedisClusterAsyncCommands<String, String> redis, RedisKeys keys) {
        return redis.smembers(keys.earlier())
                .thenCompose(earlier -> CompletableFuture.allOf(earlier.stream()
                        .map(log -> redis.unlink(log).toCompletableFuture())
                        .toArray(CompletableFuture[]::new)))
                .thenCompose(gone -> redis.unlink(keys.earlier()))
                .thenApply(gone -> Done.getInstance());
    }
}
