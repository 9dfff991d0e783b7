package dev.earshot.transcript;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Adds a batch to a call's stream in one step inside Redis, so that it is there as a whole or not at all: a row of plain
 * XADDs of which one is refused (memory, say) would leave a hole that ascending ids can never fill again.
 *
 * <p>An owner takes a call over from a seq above 1. One that begins at 1 has another call under the same id: the earlier
 * log stays, with its time to live, as {@code earshot:{callId}:log:<its epoch>}, which the braces keep in the same slot;
 * the set {@code earshot:{callId}:log:earlier} has the names of all those.
 */
final class RedisAppend {

    private static final String SCRIPT =
            """
            local function newest()
              local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
              if not top[1] then
                return '0', 0
              end
              local e, s = string.match(top[1][1], '(%d+)-(%d+)')
              return e, tonumber(s), top[1][1]
            end
            local epoch, first = tonumber(ARGV[1]), tonumber(ARGV[2])
            local topEpoch, topSeq, top = newest()
            if topEpoch == ARGV[4] then
              return redis.error_reply('ERASED the call was erased')
            end
            if tonumber(topEpoch) > epoch then
              return redis.error_reply('STALEOWNER a higher epoch has written')
            end
            if tonumber(topEpoch) < epoch and topSeq >= first then
              if first == 1 then
                -- Another call under an id that was used before: the earlier one's log is put aside.
                local aside = KEYS[1] .. ':' .. topEpoch
                redis.call('RENAME', KEYS[1], aside)
                if redis.call('TTL', aside) < 0 then
                  redis.call('EXPIRE', aside, ARGV[3])
                end
                redis.call('SADD', KEYS[1] .. ':earlier', aside)
                redis.call('EXPIRE', KEYS[1] .. ':earlier', ARGV[3])
                topSeq = 0
              end
              -- A new owner goes on earlier than the last ones stopped: what they wrote since is not of this log.
              while topSeq >= first do
                redis.call('XDEL', KEYS[1], top)
                topEpoch, topSeq, top = newest()
              end
            end
            -- Entries before these are missing here: say where to go on from.
            if first > topSeq + 1 then
              return topSeq
            end
            for i = 5, #ARGV do
              local seq = first + i - 5
              if seq > topSeq then
                redis.call('XADD', KEYS[1], ARGV[1] .. '-' .. string.format('%.0f', seq), 'event', ARGV[i])
                topSeq = seq
              end
            end
            redis.call('EXPIRE', KEYS[1], ARGV[3])
            return topSeq
            """;

    private RedisAppend() {}

    /** Gives the last seq that the stream now holds. */
    static CompletionStage<Long> run(
            RedisClusterAsyncCommands<String, String> redis,
            RedisKeys keys,
            long epoch,
            List<LoggedEvent> events,
            Duration keepFor) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                Long.toString(epoch),
                                Long.toString(events.get(0).seq()),
                                Long.toString(keepFor.toSeconds()),
                                RedisErase.EPOCH),
                        events.stream().map(LoggedEvent::rendered))
                .toArray(String[]::new);
        return redis.eval(SCRIPT, ScriptOutputType.INTEGER, keys.onlyLog(), arguments);
    }
}
