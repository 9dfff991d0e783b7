package dev.earshot.recorder;

/** The clock of a call that happens again, in ns: it stands still until the next thing happens. */
final class ReplayTime {

    private long laneNanos;
    private long audioNanos;
    private boolean ofAudio;

    synchronized long nanos() {
        return ofAudio ? audioNanos : laneNanos;
    }

    /** Whether what happens now is done by the audio's thread. */
    synchronized boolean ofAudio() {
        return ofAudio;
    }

    synchronized void lane(long nanos) {
        laneNanos = Math.max(laneNanos, nanos);
    }

    /** The audio's thread does something at that moment, between two things of the lane, or amid one. */
    void audio(long nanos, Runnable deed) {
        set(true, nanos);
        try {
            deed.run();
        } finally {
            set(false, nanos);
        }
    }

    private synchronized void set(boolean audio, long nanos) {
        ofAudio = audio;
        audioNanos = nanos;
    }
}
