package dev.earshot.realtime;

/**
 * Whether a service was ever seen to answer {@link SilenceProbe}'s question. No document says that it must: one that never
 * did may be mute by nature, and a session with it is not given up for its silence. One for all sessions with a service; from
 * any thread.
 */
public final class ProbeEvidence {
    private volatile boolean answered;

    void onAnswer() {
        answered = true;
    }

    boolean answered() {
        return answered;
    }
}
