package dev.earshot.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who was turned away, as {@code earshot.access.refused} by entrance and cause, and logs one of each in a while: whoever
 * tries a thousand tokens is not to fill the disk as well.
 */
public final class AccessMeter {

    private static final Logger log = LoggerFactory.getLogger(AccessMeter.class);
    private static final long LOG_EVERY_MS = Duration.ofMinutes(1).toMillis();

    private final MeterRegistry meters;
    private final LongSupplier clockMs;
    private final ConcurrentHashMap<Refused, Long> loggedAtMs = new ConcurrentHashMap<>();

    private record Refused(Entrance entrance, AccessRefusal cause) {}

    /** @param clockMs monotonic */
    public AccessMeter(MeterRegistry meters, LongSupplier clockMs) {
        this.meters = meters;
        this.clockMs = clockMs;
    }

    /**
     * Someone was turned away.
     *
     * @param call whose id it is, or empty where it is about none
     */
    public void onRefused(Entrance entrance, AccessRefusal cause, String call) {
        meters.counter("earshot.access.refused", "entrance", entrance.wireName(), "cause", cause.wireName())
                .increment();
        if (toLog(new Refused(entrance, cause))) {
            log.atWarn()
                    .addKeyValue("call", call)
                    .addKeyValue("entrance", entrance.wireName())
                    .addKeyValue("cause", cause.wireName())
                    .log("Someone was turned away; further ones within a minute are only counted");
        }
    }

    private boolean toLog(Refused refused) {
        long now = clockMs.getAsLong();
        Long before = loggedAtMs.get(refused);
        if (before != null && now - before < LOG_EVERY_MS) {
            return false;
        }
        return before == null ? loggedAtMs.putIfAbsent(refused, now) == null : loggedAtMs.replace(refused, before, now);
    }
}
