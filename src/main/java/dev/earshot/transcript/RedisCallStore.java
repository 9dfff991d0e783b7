package dev.earshot.transcript;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Keeps logs in Redis: stream {@code earshot:{callId}:log} with entries {@code <epoch>-<seq>}, hash {@code
 * earshot:{callId}} for the summary, sorted set {@code earshot:calls} by start.
 */
public final class RedisCallStore implements CallStore {

    /**
     * Where Redis is, and how long it keeps a call.
     *
     * @param retention from the end of a call, at least a second. A call whose owner vanished goes a day later than
     *     this after its last event
     * @param commandTimeout after which Redis counts as away
     * @param requestQueueSize commands on their way at once
     */
    public record Settings(RedisAddress address, Duration retention, Duration commandTimeout, int requestQueueSize) {

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
            RedisAddress address =
                    RedisAddress.parse(url).orElseThrow(() -> new IllegalArgumentException("No Redis URL"));
            return new Settings(address, Duration.ofDays(7), Duration.ofSeconds(5), 8192);
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
        this.link = RedisLink.to(settings.address(), settings.commandTimeout(), settings.requestQueueSize());
    }

    @Override
    public CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events) {
        return link.run(redis -> RedisAppend.run(redis, RedisKeys.of(callId), epoch, events, settings.unended()));
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit) {
        return link.run(redis -> RedisLogPage.read(redis, RedisKeys.of(callId).log(), afterSeq, limit));
    }

    @Override
    public CompletionStage<Optional<CallSummary>> summary(String callId) {
        return link.run(redis -> redis.hgetall(RedisKeys.of(callId).summary()).thenApply(SummaryHash::summary));
    }

    @Override
    public CompletionStage<CallPage> page(CallPage.Request request) {
        return link.run(redis -> RedisCallIndex.page(redis, request));
    }

    /** In the list only once it is saved: what was erased meanwhile does not come back there either. */
    @Override
    public CompletionStage<Done> saveSummary(long epoch, CallSummary summary) {
        return link.run(redis -> RedisSummary.save(redis, epoch, summary, settings.unended())
                .thenCompose(saved -> RedisCallIndex.add(redis, summary)));
    }

    @Override
    public CompletionStage<Done> expire(String callId) {
        RedisKeys keys = RedisKeys.of(callId);
        return link.run(redis -> redis.expire(keys.log(), settings.retention())
                .thenCompose(set -> redis.expire(keys.summary(), settings.retention()))
                .thenCompose(set -> RedisCallIndex.sweep(redis, Instant.now().minus(settings.unended()))));
    }

    /** Whoever writes a call may come late by as long as an unended one is kept. */
    @Override
    public CompletionStage<Done> erase(String callId) {
        return link.run(redis -> RedisErase.run(redis, RedisKeys.of(callId), settings.unended())
                .thenCompose(erased -> RedisCallIndex.remove(redis, callId)));
    }

    @Override
    public CompletionStage<Set<String>> erased(Set<String> callIds) {
        return link.run(redis -> RedisErase.erased(redis, callIds));
    }

    @Override
    public void close() {
        link.close();
    }
}
