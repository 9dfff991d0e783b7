package dev.earshot.transcript.export;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a transcript says of its call.
 *
 * @param startedAt null where the log does not say
 * @param durationMs so far, or in all
 * @param speakers labels by track, as they are known at the end of the log, in the order in which the tracks joined
 */
record TranscriptHead(
        String callId, @Nullable Instant startedAt, boolean ended, long durationMs, Map<String, String> speakers) {

    TranscriptHead {
        speakers = Collections.unmodifiableMap(new LinkedHashMap<>(speakers));
    }

    /** {@code 2026-01-01T10:00:00Z}, or that it is not known. */
    String started() {
        return startedAt == null ? "at an unknown time" : startedAt.toString();
    }
}
