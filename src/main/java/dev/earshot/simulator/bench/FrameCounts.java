package dev.earshot.simulator.bench;

/**
 * Frames by what became of them. {@code sent = heard + lost} in the window; the other counts are of the whole run.
 *
 * @param sent in the window
 * @param heard of those, at least once
 * @param lost of those, never
 * @param lostInWarmUp sent before the window and never heard
 * @param firstFramesLost calls whose very first frame was never heard
 * @param duplicated heard again by the same session, or by a second one at the same time
 * @param outOfOrder heard for the first time after a later frame of the same session
 * @param crossTalk heard by a session that hears another call
 * @param unreadable frames, or whole appends, that say nothing that could be understood
 * @param slips places where samples are missing or too many
 * @param early appends before their session had been confirmed
 * @param reheard heard by an earlier session too, and again by the one that came after it: no error
 */
record FrameCounts(
        long sent,
        long heard,
        long lost,
        long lostInWarmUp,
        long firstFramesLost,
        long duplicated,
        long outOfOrder,
        long crossTalk,
        long unreadable,
        long slips,
        long early,
        long reheard) {

    boolean nothingLost() {
        return lost == 0 && lostInWarmUp == 0 && firstFramesLost == 0;
    }

    boolean nothingWrong() {
        return duplicated == 0 && outOfOrder == 0 && crossTalk == 0 && unreadable == 0 && slips == 0 && early == 0;
    }
}
