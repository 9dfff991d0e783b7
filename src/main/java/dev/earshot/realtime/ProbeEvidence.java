package dev.earshot.realtime;

/**
 * Whether a service was ever seen to answer {@link SilenceProbe}'s question. No document says that it must: one that never
 * did may be mute by nature, and a session with it is not given up for its silence. One for all sessions with a service; from
 * any thread.
 */
public final class ProbeEvidence {
    private final Runnable told;
    private volatile boolean answered;

    /** Nothing is known of the service. */
    public ProbeEvidence() {
        this(false, () -> {});
    }

    private ProbeEvidence(boolean answered, Runnable told) {
        this.answered = answered;
        this.told = told;
    }

    /** For sessions that know this much and what they find out themselves. They tell it here, too, but are told nothing. */
    public ProbeEvidence apart(boolean known) {
        return new ProbeEvidence(known, this::onAnswer);
    }

    void onAnswer() {
        answered = true;
        told.run();
    }

    public boolean answered() {
        return answered;
    }
}
