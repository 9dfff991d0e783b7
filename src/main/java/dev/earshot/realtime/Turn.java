package dev.earshot.realtime;

import dev.earshot.realtime.TurnUpdate.MissingCause;
import org.jspecify.annotations.Nullable;

/**
 * One utterance on its way to being final: it needs an end, and the transcript or a reason why there is none. Confined to
 * the thread of its {@link Turns}.
 */
final class Turn {
    private static final long UNKNOWN = -1;

    private final String utterance;
    private final TurnText text = new TurnText();
    private @Nullable ItemKey item;
    private @Nullable String previousItem;
    private boolean voiced;
    private long start;
    private long spokenFrom;
    private long end = UNKNOWN;
    private long spokenTo = UNKNOWN;
    private long formerEnd = UNKNOWN;
    private int revision;
    private @Nullable MissingCause cause;
    /** What was final before it began and may be heard in it once more; null where nothing was. */
    private @Nullable ToldWords repeated;
    /** Since when it has an end or a transcript, yet not both. */
    private long waitingSinceMs;
    /** What had been heard of the track when its transcript came. */
    private long heardAtWord;

    /** @param voiced whether voice activity was reported, or there is but an item */
    Turn(String utterance, ItemKey item, long start, long spokenFrom, boolean voiced) {
        this.utterance = utterance;
        this.item = item;
        this.start = start;
        this.spokenFrom = Math.max(start, spokenFrom);
        this.voiced = voiced;
    }

    @Nullable
    ItemKey item() {
        return item;
    }

    /** The item before it in its conversation, as far as that was told. */
    @Nullable
    String previousItem() {
        return previousItem;
    }

    void onPrevious(@Nullable String newPreviousItem) {
        previousItem = newPreviousItem;
    }

    boolean voiced() {
        return voiced;
    }

    long start() {
        return start;
    }

    long spokenFrom() {
        return spokenFrom;
    }

    /** Where it ends, or −1 where that is not known. */
    long end() {
        return end;
    }

    long spokenTo() {
        return spokenTo;
    }

    /** Its session is gone, and with it the item: what was heard stays on show until it is heard again. */
    void orphan() {
        item = null;
        previousItem = null;
        formerEnd = end;
        end = UNKNOWN;
        spokenTo = UNKNOWN;
        cause = null;
        repeated = null;
        text.clear();
    }

    /** It waits to be heard again. */
    boolean orphaned() {
        return item == null && cause == null;
    }

    /** Where it ended when it was heard before, or −1. */
    long formerEnd() {
        return formerEnd;
    }

    /** Whether too much of it lies before {@code position} for it to be recognised where it is heard from there on. */
    boolean startedBefore(long position, long tolerance) {
        return start < position && (start < position - tolerance || (formerEnd != UNKNOWN && formerEnd <= position));
    }

    /** Another session hears it again, from where it says that it starts. */
    void adopt(ItemKey newItem, long newStart, long newSpokenFrom, boolean nowVoiced) {
        item = newItem;
        voiced = nowVoiced;
        start = newStart;
        spokenFrom = Math.max(newStart, newSpokenFrom);
    }

    /** It begins with speech that is final already, and that is not told again. */
    void onRepeats(ToldWords told) {
        repeated = told;
    }

    /** Its item was known before voice activity was reported for it. */
    void onVoice(long position, long speech) {
        if (voiced) {
            return;
        }
        voiced = true;
        start = within(position);
        spokenFrom = within(Math.max(start, speech));
        spokenTo = Math.max(spokenTo, spokenFrom);
    }

    private long within(long position) {
        long notBefore = Math.max(start, position);
        return stopped() ? Math.min(end, notBefore) : notBefore;
    }

    /** An end that was reported before is only ever moved back. */
    void onStopped(long position, long speechEnd, long nowMs) {
        if (!stopped()) {
            waitingSinceMs = nowMs;
        }
        end = Math.max(start, stopped() ? Math.min(end, position) : position);
        spokenTo = Math.min(end, Math.max(spokenFrom, speechEnd));
        spokenFrom = Math.min(spokenFrom, spokenTo);
    }

    boolean stopped() {
        return end != UNKNOWN;
    }

    @Nullable
    TurnUpdate onDelta(int index, String delta) {
        if (done() || !text.onDelta(index, delta)) {
            return null;
        }
        String shown = repeated == null ? text.shown() : repeated.newSoFarIn(text.shown());
        return shown.isEmpty() ? null : partial(shown);
    }

    boolean onCompleted(int index, String transcript, long heard, long nowMs) {
        boolean news = text.onCompleted(index, transcript);
        if (news && text.complete()) {
            cause = null;
            onWord(heard, nowMs);
        }
        return news;
    }

    void onFailed(int index, long heard, long nowMs) {
        text.onFailed(index);
        if (text.complete()) {
            onMissing(MissingCause.TRANSCRIPTION_FAILED, heard, nowMs);
        }
    }

    private void onWord(long heard, long nowMs) {
        heardAtWord = heard;
        if (!stopped()) {
            waitingSinceMs = nowMs;
        }
    }

    /** Unless it has its transcript and only waits for those before it. */
    void onMissing(MissingCause missing, long heard, long nowMs) {
        if (!done() || !text.understood()) {
            cause = missing;
            onWord(heard, nowMs);
        }
    }

    /** Whether there is nothing more to learn of its words. */
    boolean done() {
        return cause != null || text.complete();
    }

    /** Whether it can be told: what came out of it, and where it ends. */
    boolean ended() {
        return done() && stopped();
    }

    /** Whether it has waited too long for the other half: its transcript, or its end. */
    boolean overdue(long nowMs, long timeoutMs) {
        return !orphaned() && done() != stopped() && nowMs - waitingSinceMs >= timeoutMs;
    }

    /** Where it must have ended, because its transcript was there. */
    long heardAtWord() {
        return heardAtWord;
    }

    @Nullable
    MissingCause cause() {
        return cause;
    }

    TurnUpdate withdrawn() {
        return partial("");
    }

    private TurnUpdate partial(String shown) {
        return new TurnUpdate.Partial(utterance, spokenFrom, shown, ++revision);
    }

    /**
     * A final, or the withdrawal of what showed: a transcript without words was noise.
     *
     * @param from it cannot have begun before this, whatever was reported
     * @param heard it cannot have ended after this
     */
    TurnUpdate conclude(long from, long heard) {
        spokenFrom = Math.max(spokenFrom, from);
        spokenTo = Math.max(spokenFrom, Math.min(spokenTo, heard));
        if (cause != null) {
            return new TurnUpdate.Final(utterance, spokenFrom, spokenTo, "", cause);
        }
        String transcript = repeated == null ? text.transcript() : repeated.newIn(text.transcript());
        return transcript.isEmpty()
                ? withdrawn()
                : new TurnUpdate.Final(utterance, spokenFrom, spokenTo, transcript, null);
    }
}
