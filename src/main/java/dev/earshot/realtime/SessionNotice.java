package dev.earshot.realtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a session tells whoever started it. {@code session} is the number that it was started with, so that a late word of
 * an earlier session is not taken for one of its successor. Positions are samples on the track's clock.
 */
public sealed interface SessionNotice {
    int session();

    /** The connection stands; the configuration has been sent and is not yet acknowledged. */
    record Configuring(int session) implements SessionNotice {}

    /**
     * The configuration was acknowledged as asked: the gate may open.
     *
     * @param life what is left until the service ends the session by itself; null where that is not known
     */
    record Ready(int session, @Nullable Duration life) implements SessionNotice {}

    /** Audio flows: the first sample that this session is given is sample {@code position} of the track. */
    record Hearing(int session, long position) implements SessionNotice {}

    /** Everything of the track that this session is going to hear has been appended to it. */
    record TrackAppended(int session) implements SessionNotice {}

    /**
     * The gate is closed, as the session was told: it is given nothing from {@code position} on, and reports no speech that
     * begins from now on. What it has reported before it still brings to an end.
     */
    record Retired(int session, long position) implements SessionNotice {}

    /**
     * The session is over. The last notice of a session, unless it died without a word.
     *
     * @param retryAfter how long the service asks to be left alone, zero where it does not
     */
    record Ended(int session, SessionCause cause, String detail, Duration retryAfter) implements SessionNotice {
        public Ended(int session, SessionCause cause, String detail) {
            this(session, cause, detail, Duration.ZERO);
        }
    }

    /** Something about one item of the conversation that may be a turn of speech. */
    sealed interface OfTurn extends SessionNotice {
        String itemId();
    }

    /**
     * Someone speaks.
     *
     * @param position where the turn's audio begins, with the silence before it that the service counts in
     * @param speech where the speech itself begins
     */
    record SpeechStarted(int session, String itemId, long position, long speech) implements OfTurn {}

    /**
     * The turn is over.
     *
     * @param position where the turn's audio ends, with the silence that ended it
     * @param speech where the speech itself ends
     */
    record SpeechStopped(int session, String itemId, long position, long speech) implements OfTurn {}

    /**
     * The turn's audio is in the conversation: no more of it will come, and a transcript is owed.
     *
     * @param previousItemId the item before it in the conversation, which need not be a turn; null where it is the first
     */
    record TurnCommitted(int session, String itemId, @Nullable String previousItemId) implements OfTurn {}

    /** The item is gone from the conversation: its transcript may never come. */
    record TurnDeleted(int session, String itemId) implements OfTurn {}

    /**
     * More of a transcript.
     *
     * @param contentIndex which part of the item; one of speech has one part as a rule, 0
     */
    record TranscriptDelta(int session, String itemId, int contentIndex, String delta) implements OfTurn {}

    record TranscriptCompleted(int session, String itemId, int contentIndex, String transcript) implements OfTurn {}

    record TranscriptFailed(int session, String itemId, int contentIndex, String code) implements OfTurn {}

    /** The first of an answer has arrived, be it words or a call. Told once, before anything else of it. */
    record AnswerBegun(int session, String ask) implements SessionNotice {}

    record ToolCalled(int session, String ask, String name, String arguments) implements SessionNotice {}

    /**
     * The answer to a question is complete, or none will come.
     *
     * @param completed false where the response was cancelled, cut short or failed
     * @param status with the reason, where one was given: {@code incomplete: max_output_tokens}
     */
    record AnswerEnded(int session, String ask, boolean completed, String status) implements SessionNotice {}
}
