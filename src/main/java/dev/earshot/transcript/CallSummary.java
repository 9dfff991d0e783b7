package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call in one line, as lists show it.
 *
 * @param endedAt null while the call lives
 * @param durationMs so far, or in all
 * @param utterances turns of speech with a final transcript
 * @param hints hints that were offered
 * @param lastText the newest final text, null before the first
 */
public record CallSummary(
        String callId,
        State state,
        Instant startedAt,
        @JsonInclude(Include.NON_NULL) @Nullable Instant endedAt,
        long durationMs,
        long lastSeq,
        List<Track> tracks,
        long utterances,
        long hints,
        @JsonInclude(Include.NON_NULL) @Nullable String lastText) {

    public CallSummary {
        Objects.requireNonNull(callId);
        Objects.requireNonNull(state);
        Objects.requireNonNull(startedAt);
        tracks = List.copyOf(tracks);
    }

    /** A call of which nothing is in the log yet. */
    public static CallSummary starting(String callId, Instant startedAt) {
        return new CallSummary(callId, State.LIVE, startedAt, null, 0, 0, List.of(), 0, 0, null);
    }

    /** The JSON object of hub and REST. */
    public String rendered() {
        return CallEventJson.render(this);
    }

    /** This summary with one more event of the log in it. */
    CallSummary after(LoggedEvent logged) {
        CallSummary next = at(logged.seq(), Math.max(durationMs, logged.atMs()));
        CallEvent.Durable event = logged.event();
        if (event instanceof CallEvent.TrackJoined joined) {
            return next.withTrack(new Track(joined.track(), joined.speaker()));
        } else if (event instanceof CallEvent.SpeakerChanged changed) {
            return next.withSpeaker(new Track(changed.track(), changed.speaker()));
        } else if (event instanceof CallEvent.UtteranceFinal said) {
            return next.withUtterance(said);
        } else if (event instanceof CallEvent.HintOffered) {
            return next.withHint();
        } else if (event instanceof CallEvent.CallEnded ended) {
            return next.ended(ended.durationMs());
        }
        return next;
    }

    /** This summary as of {@code nowMs} on the call clock. */
    CallSummary asOf(long nowMs) {
        return state == State.ENDED ? this : at(lastSeq, Math.max(durationMs, nowMs));
    }

    private CallSummary at(long seq, long ms) {
        return new CallSummary(callId, state, startedAt, endedAt, ms, seq, tracks, utterances, hints, lastText);
    }

    private CallSummary withTrack(Track track) {
        List<Track> all = Stream.concat(
                        tracks.stream().filter(known -> !known.trackId().equals(track.trackId())), Stream.of(track))
                .toList();
        return new CallSummary(
                callId, state, startedAt, endedAt, durationMs, lastSeq, all, utterances, hints, lastText);
    }

    private CallSummary withSpeaker(Track track) {
        List<Track> all = tracks.stream()
                .map(known -> known.trackId().equals(track.trackId()) ? track : known)
                .toList();
        return new CallSummary(
                callId, state, startedAt, endedAt, durationMs, lastSeq, all, utterances, hints, lastText);
    }

    private CallSummary withUtterance(CallEvent.UtteranceFinal said) {
        String text = said.text().isEmpty() ? lastText : said.text();
        return new CallSummary(
                callId, state, startedAt, endedAt, durationMs, lastSeq, tracks, utterances + 1, hints, text);
    }

    private CallSummary withHint() {
        return new CallSummary(
                callId, state, startedAt, endedAt, durationMs, lastSeq, tracks, utterances, hints + 1, lastText);
    }

    private CallSummary ended(long ms) {
        return new CallSummary(
                callId,
                State.ENDED,
                startedAt,
                startedAt.plusMillis(ms),
                ms,
                lastSeq,
                tracks,
                utterances,
                hints,
                lastText);
    }

    /** Who is heard on which track. */
    public record Track(String trackId, String speaker) {
        public Track {
            Objects.requireNonNull(trackId);
            Objects.requireNonNull(speaker);
        }
    }

    /** Whether the call still goes on. */
    public enum State {
        LIVE("live"),
        ENDED("ended");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }
}
