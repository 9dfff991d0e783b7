package dev.earshot.ingress;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what should not be there, and logs each kind once a call: a broken peer sends fifty of a kind a second. */
final class MediaAnomalies {

    private static final Logger log = LoggerFactory.getLogger(MediaAnomalies.class);

    private final String callId;
    private final @Nullable MediaAnomalies whole;
    private final Map<MediaAnomaly, AtomicLong> counts = new EnumMap<>(MediaAnomaly.class);

    MediaAnomalies(String callId) {
        this(callId, null);
    }

    private MediaAnomalies(String callId, @Nullable MediaAnomalies whole) {
        this.callId = callId;
        this.whole = whole;
        for (MediaAnomaly cause : MediaAnomaly.values()) {
            counts.put(cause, new AtomicLong());
        }
    }

    /** What is counted there is counted here, too. */
    MediaAnomalies ofTrack() {
        return new MediaAnomalies(callId, this);
    }

    void count(MediaAnomaly cause) {
        boolean news = Objects.requireNonNull(counts.get(cause)).getAndIncrement() == 0;
        if (whole != null) {
            whole.count(cause);
        } else if (news) {
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
