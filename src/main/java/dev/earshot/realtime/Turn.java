package dev.earshot.realtime;

import dev.earshot.realtime.TurnUpdate.MissingCause;
import org.jspecify.annotations.Nullable;

/** One utterance on its way to being final. Confined to the thread of its {@link Turns}. */
final class Turn {
    private final String utterance;
    private long start;
    private long spokenFrom;
    private long spokenTo;
    private final StringBuilder heard = new StringBuilder();
    private Turns.@Nullable ItemKey item;
    private int revision;
    private long end = -1;
    private long stoppedAtMs;
    private @Nullable String transcript;
    private @Nullable MissingCause cause;

    Turn(String utterance, Turns.ItemKey item, long start, long spokenFrom) {
        this.utterance = utterance;
        this.item = item;
        this.start = start;
        this.spokenFrom = Math.max(start, spokenFrom);
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** Its session is gone, and with it the item: what was heard stays on show until it is heard again. */
    void orphan() {
        item = null;
        end = -1;
        transcript = null;
        cause = null;
    }

    boolean orphaned() {
        return item == null;
    }

    /** The next session hears it again, from where it says that it starts. */
    void adopt(Turns.ItemKey newItem, long newStart, long newSpokenFrom) {
        item = newItem;
        start = newStart;
        spokenFrom = Math.max(newStart, newSpokenFrom);
        heard.setLength(0);
    }

    TurnUpdate.Partial onDelta(String delta) {
        heard.append(delta);
        return partial(heard.toString().strip());
    }

    TurnUpdate.Partial partial(String text) {
        return new TurnUpdate.Partial(utterance, spokenFrom, text, ++revision);
    }

    void onStopped(long position, long speechEnd, long nowMs) {
        end = Math.max(position, start);
        spokenTo = Math.min(end, Math.max(spokenFrom, speechEnd));
        stoppedAtMs = nowMs;
    }

    boolean stopped() {
        return end >= 0;
    }

    void onTranscript(String text) {
        transcript = text.strip();
        cause = null;
    }

    /** Unless it has its transcript and only waits for those before it. */
    void onMissing(MissingCause missing) {
        if (transcript == null) {
            cause = missing;
        }
    }

    boolean done() {
        return transcript != null || cause != null;
    }

    boolean overdue(long nowMs, long timeoutMs) {
        return !orphaned() && stopped() && !done() && nowMs - stoppedAtMs >= timeoutMs;
    }

    /** A final, or the withdrawal of what showed: a transcript without words was noise. */
    TurnUpdate conclude(long upTo) {
        long until = stopped() ? spokenTo : Math.max(spokenFrom, upTo);
        if (cause != null) {
            return new TurnUpdate.Final(utterance, spokenFrom, until, "", cause);
        }
        String text = transcript == null ? "" : transcript;
        return text.isEmpty() ? partial("") : new TurnUpdate.Final(utterance, spokenFrom, until, text, null);
    }
}
