package dev.earshot.transcript.export;

import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.CallStarted;
import dev.earshot.transcript.CallEvent.SpeakerChanged;
import dev.earshot.transcript.CallEvent.TrackJoined;
import dev.earshot.transcript.LoggedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a transcript says of its call.
 *
 * @param startedAt null where the log does not say
 * @param durationMs so far, or in all
 * @param speakers labels by track, as they are known at the end of the log
 */
record TranscriptHead(
        String callId, @Nullable Instant startedAt, boolean ended, long durationMs, Map<String, String> speakers) {

    static TranscriptHead of(String callId, List<LoggedEvent> log) {
        Instant startedAt = null;
        boolean ended = false;
        long durationMs = 0;
        Map<String, String> speakers = new LinkedHashMap<>();
        for (LoggedEvent logged : log) {
            durationMs = Math.max(durationMs, logged.atMs());
            if (logged.event() instanceof CallStarted started) {
                startedAt = started.startedAt();
            } else if (logged.event() instanceof TrackJoined joined) {
                speakers.put(joined.track(), joined.speaker());
            } else if (logged.event() instanceof SpeakerChanged changed) {
                speakers.put(changed.track(), changed.speaker());
            } else if (logged.event() instanceof CallEnded end) {
                ended = true;
                durationMs = end.durationMs();
            }
        }
        return new TranscriptHead(callId, startedAt, ended, durationMs, speakers);
    }

    /** {@code 2026-01-01T10:00:00Z}, or that it is not known. */
    String started() {
        return startedAt == null ? "at an unknown time" : startedAt.toString();
    }
}
