package dev.earshot;

import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.EmbeddedRedis;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.RedisAddress;
import dev.earshot.transcript.RedisCallStore;
import dev.earshot.transcript.Spill;
import dev.earshot.transcript.Storage;
import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.spill.SpillDirectory;
import dev.earshot.transcript.spill.SpillSettings;
import dev.earshot.transcript.spill.SpilledCallStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The store that the settings ask for, with the Redis that is its own, if it has one, and what waits on disk for it. */
final class Store implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final int REQUEST_QUEUE = 8_192;

    private final CallStore calls;
    private final StoreBacklog backlog;
    private final @Nullable SpillDirectory spill;
    private final @Nullable EmbeddedRedis redis;

    private Store(
            CallStore calls, StoreBacklog backlog, @Nullable SpillDirectory spill, @Nullable EmbeddedRedis redis) {
        this.calls = calls;
        this.backlog = backlog;
        this.spill = spill;
        this.redis = redis;
    }

    /** Nothing waits on disk for a store that is gone with this process. */
    static Store open(StoreSettings settings) {
        StoreBacklog backlog = new StoreBacklog(settings.backlog());
        return switch (settings.kind()) {
            case NONE -> new Store(new MemoryCallStore(settings.maxRememberedCalls()), backlog, null, null);
            case EMBEDDED -> embedded(settings, backlog);
            case REDIS -> remote(settings, backlog);
        };
    }

    private static Store embedded(StoreSettings settings, StoreBacklog backlog) {
        try {
            EmbeddedRedis redis = EmbeddedRedis.start(settings.embeddedMemoryMb());
            return new Store(redisAt(RedisAddress.local(redis.port()), settings), backlog, null, redis);
        } catch (IOException e) {
            throw new CannotStart(
                    "The embedded Redis does not start (" + e.getMessage()
                            + "); EARSHOT_REDIS_URL takes redis://host:port, or none",
                    e);
        }
    }

    private static Store remote(StoreSettings settings, StoreBacklog backlog) {
        SpillSettings waiting = settings.spill();
        CallStore calls = redisAt(settings.address().orElseThrow(), settings);
        if (waiting == null) {
            return new Store(calls, backlog, null, null);
        }
        try {
            return new Store(calls, backlog, SpillDirectory.open(waiting, calls, backlog), null);
        } catch (IOException e) {
            calls.close();
            throw new CannotStart(
                    "earshot.redis.spill-directory is \"" + waiting.directory() + "\" (" + e
                            + "); allowed: a folder that this process may make and write, or empty for none",
                    e);
        }
    }

    private static CallStore redisAt(RedisAddress address, StoreSettings settings) {
        return new RedisCallStore(
                new RedisCallStore.Settings(address, settings.retention(), COMMAND_TIMEOUT, REQUEST_QUEUE));
    }

    /** For who reads: what is stored, and what waits for that on disk. */
    CallStore calls() {
        return spill == null ? calls : new SpilledCallStore(calls, spill);
    }

    /** For who writes. */
    Storage storage() {
        return new Storage(calls, spill == null ? Spill.OFF : spill, backlog);
    }

    void countedIn(MeterRegistry registry) {
        StoreMetrics.register(registry, backlog);
        if (spill != null) {
            StoreMetrics.register(registry, spill.counts());
        }
    }

    @Override
    public void close() {
        if (spill != null) {
            spill.close();
        }
        calls.close();
        if (redis != null) {
            redis.close();
        }
    }

    /** The store, or what waits for it, cannot be had on this machine. */
    static final class CannotStart extends RuntimeException {
        CannotStart(String message, IOException cause) {
            super(message, cause);
        }
    }
}
