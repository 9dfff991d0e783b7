package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can happen in a call, without its place in the log (see {@link LoggedEvent}). All times are milliseconds on the
 * call clock, that is since the call started. Record components are the members of the JSON, in this order; a member
 * that may be absent is left out when it is null.
 */
public sealed interface CallEvent {

    /** The name on the wire: the record's name in lower camel case. */
    default String type() {
        return typeOf(getClass());
    }

    /** The wire name of a kind of event. */
    static String typeOf(Class<?> event) {
        String name = event.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Enters the log, gets a sequence number and is never lost. */
    sealed interface Durable extends CallEvent {}

    /** True for now only: the newest replaces the last, and nobody keeps it. */
    sealed interface Volatile extends CallEvent {}

    /** The first event of every log. */
    record CallStarted(Instant startedAt) implements Durable {
        public CallStarted {
            Objects.requireNonNull(startedAt);
        }
    }

    /**
     * What the call's playbook wants to see covered, from now on.
     *
     * @param playbook name of its file
     * @param title its name on a screen
     */
    record ChecklistSet(String playbook, String title, List<ChecklistItem> items) implements Durable {
        public ChecklistSet {
            Objects.requireNonNull(playbook);
            Objects.requireNonNull(title);
            items = List.copyOf(items);
        }
    }

    /** One line of a {@link ChecklistSet}. */
    record ChecklistItem(String item, String label) {}

    /**
     * Somebody has said what an item of the checklist was waiting for.
     *
     * @param phrase of the playbook, which the utterance has in it
     */
    record ItemCovered(String item, String track, String utterance, String phrase) implements Durable {
        public ItemCovered {
            Objects.requireNonNull(item);
            Objects.requireNonNull(track);
            Objects.requireNonNull(utterance);
            Objects.requireNonNull(phrase);
        }
    }

    /**
     * A track was heard for the first time.
     *
     * @param participant raw id of the caller's side, null for the mixed stream
     * @param speaker label such as {@code agent}
     * @param sampleRate samples a second
     * @param offsetMs where the track's first sample lies on the call clock
     */
    record TrackJoined(String track, @Nullable String participant, String speaker, int sampleRate, long offsetMs)
            implements Durable {
        public TrackJoined {
            Objects.requireNonNull(track);
            Objects.requireNonNull(speaker);
        }
    }

    /**
     * It is now known, or known better, who is heard on a track: all that its log says of it is this speaker's.
     *
     * @param was the label until now
     */
    record SpeakerChanged(String track, String speaker, String was) implements Durable {
        public SpeakerChanged {
            Objects.requireNonNull(track);
            Objects.requireNonNull(speaker);
            Objects.requireNonNull(was);
        }
    }

    /**
     * One turn of speech, for good.
     *
     * @param text empty where the speech was not understood
     * @param cause why it was not understood
     * @param redacted how much was taken out of the text, by the name of its kind; left out where nothing was
     */
    record UtteranceFinal(
            String track,
            String utterance,
            long startMs,
            long endMs,
            String text,
            boolean understood,
            @JsonInclude(Include.NON_NULL) @Nullable String cause,
            @JsonInclude(Include.NON_EMPTY) Map<String, Integer> redacted)
            implements Durable {
        public UtteranceFinal {
            Objects.requireNonNull(track);
            Objects.requireNonNull(utterance);
            Objects.requireNonNull(text);
            // Null where JSON is read that says nothing of it.
            redacted = redacted == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(redacted));
        }

        /** The same in other words, from which so much was taken. */
        public UtteranceFinal redacted(String words, Map<String, Integer> counts) {
            return new UtteranceFinal(track, utterance, startMs, endMs, words, understood, cause, counts);
        }

        public static UtteranceFinal understood(String track, String utterance, long startMs, long endMs, String text) {
            return new UtteranceFinal(track, utterance, startMs, endMs, text, true, null, Map.of());
        }

        public static UtteranceFinal notUnderstood(
                String track, String utterance, long startMs, long endMs, String cause) {
            return new UtteranceFinal(track, utterance, startMs, endMs, "", false, cause, Map.of());
        }
    }

    /**
     * A piece of coaching that may be shown.
     *
     * @param kind wire name of the kind
     * @param label what the playbook calls the kind
     * @param quote words of the utterance that caused it
     * @param speechEndMs end of the speech that caused it
     * @param deadlineMs after this it is no longer fresh
     * @param stages of its life so far
     */
    record HintOffered(
            String track,
            String hint,
            String kind,
            @JsonInclude(Include.NON_NULL) @Nullable String label,
            String text,
            String why,
            String quote,
            String utterance,
            long speechEndMs,
            long deadlineMs,
            @JsonInclude(Include.NON_NULL) @Nullable HintStages stages)
            implements Durable {
        public HintOffered {
            Objects.requireNonNull(track);
            Objects.requireNonNull(hint);
            Objects.requireNonNull(kind);
            Objects.requireNonNull(text);
            Objects.requireNonNull(utterance);
        }

        /** The same in other words. */
        public HintOffered saying(String words, String reason, String quoted) {
            return new HintOffered(
                    track, hint, kind, label, words, reason, quoted, utterance, speechEndMs, deadlineMs, stages);
        }
    }

    /** A piece of coaching that is not, or no longer, to be shown. */
    record HintWithdrawn(String track, String hint, String utterance, String cause) implements Durable {
        public HintWithdrawn {
            Objects.requireNonNull(track);
            Objects.requireNonNull(hint);
            Objects.requireNonNull(utterance);
            Objects.requireNonNull(cause);
        }
    }

    /**
     * What became of a hint at a console.
     *
     * @param stages of its whole life, with the outcome that it was rendered
     */
    record HintOutcome(String hint, Outcome outcome, @JsonInclude(Include.NON_NULL) @Nullable HintStages stages)
            implements Durable {
        public HintOutcome {
            Objects.requireNonNull(hint);
            Objects.requireNonNull(outcome);
        }
    }

    /** Audio that never arrived: {@code samples} of the track's own rate. */
    record AudioGap(String track, long startMs, long endMs, long samples, String cause) implements Durable {
        public AudioGap {
            Objects.requireNonNull(track);
            Objects.requireNonNull(cause);
        }
    }

    /**
     * A realtime session took another state.
     *
     * @param session number of the session in this call, from 1
     */
    record SessionChanged(
            @JsonInclude(Include.NON_NULL) @Nullable String track,
            int session,
            SessionState state,
            @JsonInclude(Include.NON_NULL) @Nullable String cause,
            @JsonInclude(Include.NON_NULL) @Nullable String detail)
            implements Durable {
        public SessionChanged {
            Objects.requireNonNull(state);
        }
    }

    /**
     * The platform's side of the call took another state.
     *
     * @param cause why, where that is worth a word
     * @param detail what the platform says of it, in its own codes
     */
    record ConnectionChanged(
            State state,
            @JsonInclude(Include.NON_NULL) @Nullable String cause,
            @JsonInclude(Include.NON_NULL) @Nullable String detail)
            implements Durable {

        public ConnectionChanged {
            Objects.requireNonNull(state);
        }

        /** States of a phone call that Earshot answered. */
        public enum State {
            ANSWERED("answered"),
            NOT_ANSWERED("notAnswered"),
            CONNECTED("connected"),
            STREAMING("streaming"),
            /** Media failed, and is asked for again. */
            RESTARTING("restarting"),
            STREAMING_STOPPED("streamingStopped"),
            /** Media failed, and is not asked for again. */
            STREAMING_FAILED("streamingFailed"),
            DISCONNECTED("disconnected");

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

    /** Somebody joined, left, was muted or put on hold. Whoever is not named has left. */
    record ParticipantsChanged(List<Participant> participants) implements Durable {

        public ParticipantsChanged {
            participants = List.copyOf(participants);
        }

        /**
         * Someone in the call.
         *
         * @param participant raw id
         * @param speaker label such as {@code agent}, as it was known by then
         */
        public record Participant(String participant, String speaker, boolean muted, boolean onHold) {}
    }

    /** Somebody at a console marked this moment. */
    record Flagged(String note) implements Durable {
        public Flagged {
            Objects.requireNonNull(note);
        }
    }

    /** The last event of every log. */
    record CallEnded(String cause, long durationMs, LedgerSnapshot ledger) implements Durable {
        public CallEnded {
            Objects.requireNonNull(cause);
            Objects.requireNonNull(ledger);
        }
    }

    /**
     * What has been heard so far of a turn that still goes on.
     *
     * @param text empty when nothing is showing any more
     */
    record UtterancePartial(String track, String utterance, long startMs, String text, int revision)
            implements Volatile {
        public UtterancePartial {
            Objects.requireNonNull(track);
            Objects.requireNonNull(utterance);
            Objects.requireNonNull(text);
        }
    }

    /**
     * How the call is doing, about once a second.
     *
     * @param storedSeq last event that the store has confirmed, null while it has confirmed none; filled in by the log
     * @param unstored why it has confirmed no more, and where the rest waits; filled in by the log, null where nothing is wrong
     * @param hintBehindMs how long the coach's oldest question has waited for its answer; 0 where none waits
     */
    record Health(
            MediaState media,
            @Nullable Long storedSeq,
            @JsonInclude(Include.NON_NULL) @Nullable Unstored unstored,
            long hintBehindMs,
            List<TrackHealth> tracks,
            LedgerSnapshot ledger)
            implements Volatile {
        public Health {
            Objects.requireNonNull(media);
            Objects.requireNonNull(ledger);
            tracks = List.copyOf(tracks);
        }

        /** As a call tells it, which does not know its store. */
        public Health(MediaState media, long hintBehindMs, List<TrackHealth> tracks, LedgerSnapshot ledger) {
            this(media, null, null, hintBehindMs, tracks, ledger);
        }

        Health with(TranscriptActor.@Nullable Stored stored) {
            return stored == null
                    ? this
                    : new Health(media, stored.seq(), stored.unstored(), hintBehindMs, tracks, ledger);
        }
    }

    /**
     * One track's part of {@link Health}.
     *
     * @param heldMs audio not yet settled
     * @param levelDb loudness in dBFS; {@value #SILENCE_DB} for digital silence, for which JSON has no number
     * @param textBehindMs how long the oldest sound has waited that came after the newest text; 0 where none waits
     */
    record TrackHealth(
            String trackId, String speaker, SessionState session, long heldMs, double levelDb, long textBehindMs) {
        public static final double SILENCE_DB = -120;

        public TrackHealth {
            Objects.requireNonNull(trackId);
            Objects.requireNonNull(speaker);
            Objects.requireNonNull(session);
            levelDb = Double.isFinite(levelDb) ? Math.max(SILENCE_DB, levelDb) : SILENCE_DB;
        }
    }

    /** What a console may report of a hint. */
    enum Outcome {
        RENDERED("rendered"),
        USED("used"),
        DISMISSED("dismissed"),
        WRONG("wrong");

        private final String wireName;

        Outcome(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    /** States of a realtime session as the outside sees them. */
    enum SessionState {
        CONNECTING("connecting"),
        CONFIGURING("configuring"),
        READY("ready"),
        ROTATING("rotating"),
        RECOVERING("recovering"),
        CLOSED("closed");

        private final String wireName;

        SessionState(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    /** Whether sound arrives from the telephone side. */
    enum MediaState {
        RECEIVING("receiving"),
        SILENT("silent"),
        LOST("lost");

        private final String wireName;

        MediaState(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }
}
