package dev.earshot.ingress;

import java.util.Map;

/**
 * What became of the samples that were received for a track, but for those that have a place on its tape and wait to be read:
 * these the tape knows. Silence that was put in is in no account. Guarded by the tape.
 */
final class SampleBooks {

    private final DiscardAccounts discarded;
    private long frames;
    private long appended;

    /** Received samples that have no position: they were discarded on arrival. */
    private long untaped;

    /** Received samples that wait for a frame that should be before them. */
    private long waiting;

    SampleBooks() {
        this(new DiscardAccounts());
    }

    private SampleBooks(DiscardAccounts discarded) {
        this.discarded = discarded;
    }

    /** The books of a track of which nothing was taped, for its next tape. */
    SampleBooks carriedOn() {
        SampleBooks next = new SampleBooks(discarded.copy());
        next.frames = frames;
        next.untaped = untaped;
        return next;
    }

    void onFrame() {
        frames++;
    }

    /** They arrived and will never be on the tape. */
    void onRefused(long samples, DiscardReason reason) {
        untaped += samples;
        discarded.book(samples, reason);
    }

    void onWaiting(long samples) {
        waiting += samples;
    }

    /** A frame has waited long enough; returns how many of its samples are not given up already. */
    int onWaited(int samples) {
        int left = (int) Math.min(samples, waiting);
        waiting -= left;
        return left;
    }

    void onAppended(long samples) {
        appended += samples;
    }

    /** They will be read once more. */
    void onToBeReadAgain(long samples) {
        appended -= samples;
    }

    /** They were on the tape, and no session will hear them (any more). */
    void onDropped(long samples, DiscardReason reason) {
        discarded.book(samples, reason);
    }

    /** Nothing waits any more. */
    void onWaitingGivenUp(DiscardReason reason) {
        onRefused(waiting, reason);
        waiting = 0;
    }

    long frames() {
        return frames;
    }

    long appended() {
        return appended;
    }

    long untaped() {
        return untaped;
    }

    long waiting() {
        return waiting;
    }

    Map<DiscardReason, Long> discarded() {
        return discarded.snapshot();
    }
}
