package dev.earshot;

import dev.earshot.Settings.StoreSettings;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.EmbeddedRedis;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.RedisCallStore;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The store that the settings ask for, with the Redis that is its own, if it has one. */
final class Store implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final int REQUEST_QUEUE = 8_192;

    private final CallStore calls;
    private final @Nullable EmbeddedRedis redis;

    private Store(CallStore calls, @Nullable EmbeddedRedis redis) {
        this.calls = calls;
        this.redis = redis;
    }

    static Store open(StoreSettings settings) {
        return switch (settings.url()) {
            case "none" -> new Store(new MemoryCallStore(settings.maxRememberedCalls()), null);
            case "embedded" -> embedded(settings);
            default -> new Store(redisAt(settings.url(), settings), null);
        };
    }

    private static Store embedded(StoreSettings settings) {
        try {
            EmbeddedRedis redis = EmbeddedRedis.start(settings.embeddedMemoryMb());
            return new Store(redisAt(redis.url(), settings), redis);
        } catch (IOException e) {
            throw new CannotStart(e);
        }
    }

    private static CallStore redisAt(String url, StoreSettings settings) {
        return new RedisCallStore(
                new RedisCallStore.Settings(url, settings.retention(), COMMAND_TIMEOUT, REQUEST_QUEUE));
    }

    CallStore calls() {
        return calls;
    }

    @Override
    public void close() {
        calls.close();
        if (redis != null) {
            redis.close();
        }
    }

    /** The embedded Redis does not start on this machine. */
    static final class CannotStart extends RuntimeException {
        CannotStart(IOException cause) {
            super(
                    "The embedded Redis does not start (" + cause.getMessage()
                            + "); EARSHOT_REDIS_URL takes redis://host:port, or none",
                    cause);
        }
    }
}
