package dev.earshot.ingress;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what should not be there, and logs each kind once a call: a broken peer sends fifty of a kind a second. */
final class MediaAnomalies {

    private static final Logger log = LoggerFactory.getLogger(MediaAnomalies.class);

    private final String callId;
    private final Map<MediaAnomaly, AtomicLong> counts = new EnumMap<>(MediaAnomaly.class);

    MediaAnomalies(String callId) {
        this.callId = callId;
        for (MediaAnomaly cause : MediaAnomaly.values()) {
            counts.put(cause, new AtomicLong());
        }
    }

    void count(MediaAnomaly cause) {
        if (Objects.requireNonNull(counts.get(cause)).getAndIncrement() == 0) {
            log.atWarn()
                    .addKeyValue("call", callId)
                    .addKeyValue("cause", cause.wireName())
                    .log("The media stream carries what it should not; further ones are only counted");
        }
    }

    Map<MediaAnomaly, Long> snapshot() {
        Map<MediaAnomaly, Long> seen = new EnumMap<>(MediaAnomaly.class);
        counts.forEach((cause, count) -> {
            if (count.get() > 0) {
                seen.put(cause, count.get());
            }
        });
        return Collections.unmodifiableMap(seen);
    }
}
