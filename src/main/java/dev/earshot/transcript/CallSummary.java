package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call in one line, as lists show it.
 *
 * @param endedAt null while the call lives
 * @param durationMs so far, or in all
 * @param utterances turns of speech with a final transcript
 * @param hints hints that were offered
 * @param hintsInTime of these, on a screen by their deadline
 * @param hintsOpen of these, neither withdrawn nor answered by anybody
 * @param health how it does now, null where nobody has said and once it has ended
 * @param lastText the newest final text, null before the first
 * @param storedSeq last event that the store has confirmed: told of a call that lives, or whose log waits on disk. Null
 *     where nobody says, and in the store itself
 * @param unstored why it has confirmed no more, and where the rest waits; null where nothing is wrong
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
        long hintsInTime,
        long hintsOpen,
        @JsonInclude(Include.NON_NULL) @Nullable CallHealth health,
        @JsonInclude(Include.NON_NULL) @Nullable String lastText,
        @JsonInclude(Include.NON_NULL) @Nullable Long storedSeq,
        @JsonInclude(Include.NON_NULL) @Nullable Unstored unstored) {

    public CallSummary {
        Objects.requireNonNull(callId);
        Objects.requireNonNull(state);
        Objects.requireNonNull(startedAt);
        tracks = List.copyOf(tracks);
    }

    /** A call of which nothing is in the log yet. */
    public static CallSummary starting(String callId, Instant startedAt) {
        return new CallSummary(
                callId, State.LIVE, startedAt, null, 0, 0, List.of(), 0, 0, 0, 0, null, null, null, null);
    }

    /**
     * A call by its log.
     *
     * @param events the whole log so far
     */
    public static CallSummary of(String callId, Instant startedAt, List<LoggedEvent> events) {
        return new CallLog(starting(callId, startedAt), Math.max(1, events.size()), events).summary();
    }

    /** Reads {@link #rendered}; empty for what is no summary. */
    public static Optional<CallSummary> read(String json) {
        try {
            return Optional.of(CallEventJson.parse(json, CallSummary.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The JSON object of hub and REST. */
    public String rendered() {
        return CallEventJson.render(this);
    }

    /** This summary with one more event of the log in it; what became of hints is counted elsewhere. */
    CallSummary after(LoggedEvent logged) {
        CallEvent.Durable event = logged.event();
        CallEvent.UtteranceFinal said = event instanceof CallEvent.UtteranceFinal last ? last : null;
        CallSummary next = new CallSummary(
                callId,
                state,
                startedAt,
                endedAt,
                Math.max(durationMs, logged.atMs()),
                logged.seq(),
                tracksAfter(event),
                said == null ? utterances : utterances + 1,
                event instanceof CallEvent.HintOffered ? hints + 1 : hints,
                hintsInTime,
                hintsOpen,
                health,
                said == null || said.text().isEmpty() ? lastText : said.text(),
                storedSeq,
                unstored);
        return event instanceof CallEvent.CallEnded ended ? next.endedAfter(ended.durationMs()) : next;
    }

    private List<Track> tracksAfter(CallEvent.Durable event) {
        if (event instanceof CallEvent.TrackJoined joined) {
            Track track = new Track(joined.track(), joined.speaker());
            return Stream.concat(
                            tracks.stream().filter(known -> !known.trackId().equals(track.trackId())), Stream.of(track))
                    .toList();
        } else if (event instanceof CallEvent.SpeakerChanged changed) {
            Track track = new Track(changed.track(), changed.speaker());
            return tracks.stream()
                    .map(known -> known.trackId().equals(track.trackId()) ? track : known)
                    .toList();
        }
        return tracks;
    }

    /** This summary as of {@code nowMs} on the call clock. */
    CallSummary asOf(long nowMs) {
        return state == State.ENDED ? this : now(Math.max(durationMs, nowMs), hintsInTime, hintsOpen, health);
    }

    /** This summary of a call that does so now. */
    CallSummary with(CallHealth now) {
        return now(durationMs, hintsInTime, hintsOpen, now);
    }

    /** This summary, with what has become of its hints. */
    CallSummary withHints(long inTime, long open) {
        return now(durationMs, inTime, open, health);
    }

    private CallSummary now(long ms, long inTime, long open, @Nullable CallHealth how) {
        return new CallSummary(
                callId,
                state,
                startedAt,
                endedAt,
                ms,
                lastSeq,
                tracks,
                utterances,
                hints,
                inTime,
                open,
                how,
                lastText,
                storedSeq,
                unstored);
    }

    /** This summary, with how far the store has got. */
    public CallSummary stored(long seq, @Nullable Unstored rest) {
        return new CallSummary(
                callId,
                state,
                startedAt,
                endedAt,
                durationMs,
                lastSeq,
                tracks,
                utterances,
                hints,
                hintsInTime,
                hintsOpen,
                health,
                lastText,
                seq,
                rest);
    }

    /** This summary of a call that was over after so many ms. */
    public CallSummary endedAfter(long ms) {
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
                hintsInTime,
                hintsOpen,
                null,
                lastText,
                storedSeq,
                unstored);
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
