package dev.earshot.transcript;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of each server that cannot be reached why that is, for whoever runs it: once, again where the reason changes, and
 * once a minute for as long as it lasts, however often it is tried.
 */
final class RedisOutages {

    private static final Logger log = LoggerFactory.getLogger(RedisOutages.class);
    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<String, Told> told = new HashMap<>();

    RedisOutages(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Told(String reason, long at) {
        boolean covers(Told next) {
            return reason.equals(next.reason) && next.at - at < REMINDER.toNanos();
        }
    }

    /** @param server in any form without a secret */
    synchronized void onUnreachable(String server, Throwable failure) {
        Told now = new Told(RedisFailure.reason(failure), nanoTime.getAsLong());
        Told last = told.get(server);
        if (last == null || !last.covers(now)) {
            told.put(server, now);
            log.atWarn()
                    .addKeyValue("server", server)
                    .addKeyValue("cause", RedisFailure.named(failure).failure().wireName())
                    .addKeyValue("reason", now.reason)
                    .log("Redis cannot be reached");
        }
    }
}
