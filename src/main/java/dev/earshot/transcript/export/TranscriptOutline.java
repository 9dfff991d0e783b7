package dev.earshot.transcript.export;

import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.CallStarted;
import dev.earshot.transcript.CallEvent.SpeakerChanged;
import dev.earshot.transcript.CallEvent.TrackJoined;
import dev.earshot.transcript.LoggedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a call before its transcript is written, from a first reading of its log: what its head says, who
 * each speaker was in the end, and how far the log is from the order in which things were said. However long the call, it
 * is this and nothing more. Not for use by several threads at once.
 */
public final class TranscriptOutline {

    private final String callId;
    private final Map<String, String> speakers = new LinkedHashMap<>();
    private @Nullable Instant startedAt;
    private boolean ended;
    private long durationMs;
    private long lastSeq;
    private long latestStartMs = Long.MIN_VALUE;
    private long disorderMs;

    public TranscriptOutline(String callId) {
        this.callId = callId;
    }

    /** The next event of the log. */
    public void read(LoggedEvent logged) {
        lastSeq = logged.seq();
        if (logged.event() instanceof CallEnded end) {
            ended = true;
            durationMs = end.durationMs();
        } else if (!ended) {
            durationMs = Math.max(durationMs, logged.atMs());
        }
        if (logged.event() instanceof CallStarted started) {
            startedAt = started.startedAt();
        } else if (logged.event() instanceof TrackJoined joined) {
            speakers.put(joined.track(), joined.speaker());
        } else if (logged.event() instanceof SpeakerChanged changed) {
            speakers.put(changed.track(), changed.speaker());
        }
        TranscriptEntry.of(logged, speakers).ifPresent(entry -> place(entry.startMs()));
    }

    private void place(long startMs) {
        disorderMs = Math.max(disorderMs, latestStartMs == Long.MIN_VALUE ? 0 : latestStartMs - startMs);
        latestStartMs = Math.max(latestStartMs, startMs);
    }

    /** The last event that was read: what is logged later is not in the transcript. */
    public long lastSeq() {
        return lastSeq;
    }

    /** By so much, at most, an entry of the log began before one that stands before it. */
    long disorderMs() {
        return disorderMs;
    }

    TranscriptHead head() {
        return new TranscriptHead(callId, startedAt, ended, durationMs, speakers);
    }
}
