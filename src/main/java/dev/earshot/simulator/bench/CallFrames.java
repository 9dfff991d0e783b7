package dev.earshot.simulator.bench;

import java.util.BitSet;

/** The frames of one call: when each left, and which have been heard. Confined to the bench's event loop. */
final class CallFrames {
    private static final int NEVER = -1;

    private final int[] departedMicros;
    private final BitSet heard = new BitSet();
    private int sent;
    private int newestHeard = NEVER;
    private int windowFrom;
    private int windowTo;

    /** @param capacity frames whose departure is remembered, at most those that a tag tells apart */
    CallFrames(int capacity) {
        departedMicros = new int[Math.min(capacity, FrameTag.FRAME_PERIOD)];
    }

    int sent() {
        return sent;
    }

    /** @param micros since the bench began */
    void onDeparted(int micros) {
        departedMicros[sent % departedMicros.length] = micros;
        sent++;
    }

    /** The newest frame sent that has this number, which is the only one that could still be on its way; or −1. */
    int newestNumbered(int number) {
        int behind = Math.floorMod(sent - 1 - number, FrameTag.FRAME_PERIOD);
        int frame = sent - 1 - behind;
        return frame >= 0 && behind < departedMicros.length ? frame : NEVER;
    }

    int departedMicros(int frame) {
        return departedMicros[frame % departedMicros.length];
    }

    boolean isHeard(int frame) {
        return heard.get(frame);
    }

    void onHeard(int frame) {
        heard.set(frame);
        newestHeard = Math.max(newestHeard, frame);
    }

    /** The newest frame that any session has heard, or −1. */
    int newestHeard() {
        return newestHeard;
    }

    void openWindow() {
        windowFrom = sent;
        windowTo = Integer.MAX_VALUE;
    }

    void closeWindow() {
        windowTo = sent;
    }

    boolean inWindow(int frame) {
        return frame >= windowFrom && frame < windowTo;
    }

    int sentInWindow() {
        return windowTo - windowFrom;
    }

    int lostInWindow() {
        return lost(windowFrom, windowTo);
    }

    int lostBeforeWindow() {
        return lost(0, windowFrom);
    }

    boolean firstFrameLost() {
        return sent > 0 && !heard.get(0);
    }

    private int lost(int from, int to) {
        return to - from - heard.get(from, to).cardinality();
    }
}
