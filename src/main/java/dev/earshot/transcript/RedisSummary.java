package dev.earshot.transcript;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Saves a call's summary as a whole: what it does not say any more is gone. The hash has its writer's epoch, and takes
 * nothing from one with a lower one, nor of a call that was erased.
 */
final class RedisSummary {

    private static final String SCRIPT =
            """
            if redis.call('HEXISTS', KEYS[1], 'erased') == 1 then
              return redis.error_reply('ERASED the call was erased')
            end
            local epoch = redis.call('HGET', KEYS[1], 'epoch')
            if epoch and tonumber(epoch) > tonumber(ARGV[1]) then
              return redis.error_reply('STALEOWNER a higher epoch has written')
            end
            local given = {epoch = true}
            redis.call('HSET', KEYS[1], 'epoch', ARGV[1])
            for i = 3, #ARGV, 2 do
              given[ARGV[i]] = true
              redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
            end
            for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
              if not given[field] then
                redis.call('HDEL', KEYS[1], field)
              end
            end
            redis.call('EXPIRE', KEYS[1], ARGV[2])
            return 1
            """;

    private RedisSummary() {}

    static CompletionStage<Long> save(
            RedisClusterAsyncCommands<String, String> redis, long epoch, CallSummary summary, Duration keepFor) {
        List<String> arguments = new ArrayList<>(List.of(Long.toString(epoch), Long.toString(keepFor.toSeconds())));
        SummaryHash.fields(summary).forEach((field, value) -> {
            arguments.add(field);
            arguments.add(value);
        });
        return redis.eval(
                SCRIPT,
                ScriptOutputType.INTEGER,
                RedisKeys.of(summary.callId()).onlySummary(),
                arguments.toArray(String[]::new));
    }
}
