package dev.earshot.ingress;

/** The writing side of one track: silence made audible, frames in their order. Guarded by its call's audio. */
final class TrackIntake {

    private static final int FRAMES_PER_SECOND = 50;

    /** A silent frame without data stands for as long as the frame before it, but for a tenth of a second at most. */
    private static final int SILENT_FRAMES_PER_SECOND = 10;

    /** So many frames in a row without a timestamp are a source that has none. */
    private static final int UNTIMED_SOURCE = 50;

    private final AudioTrack track;
    private final CallAudio.Listener listener;
    private final MediaAnomalies anomalies;
    private final TrackClock clock;
    private final TrackOrder order;
    private final int longestSilent;
    private int lastFrameBytes;
    private byte[] silence;

    /** When the last frame began, if its length was a guess; else {@link MediaClock#UNKNOWN}. */
    private long guessedMicros = MediaClock.UNKNOWN;

    private int untimedInARow = UNTIMED_SOURCE;
    private boolean joined;

    TrackIntake(
            AudioTrack track,
            TrackClock clock,
            TimingSettings settings,
            MediaAnomalies anomalies,
            CallAudio.Listener listener) {
        this.track = track;
        this.clock = clock;
        this.listener = listener;
        this.anomalies = anomalies;
        this.order = new TrackOrder(
                track.tape(), clock, new TrackGaps(track, clock, settings, anomalies, listener), settings, anomalies);
        this.longestSilent = 2 * (track.sampleRate() / SILENT_FRAMES_PER_SECOND);
        this.lastFrameBytes = 2 * track.sampleRate() / FRAMES_PER_SECOND;
        this.silence = new byte[lastFrameBytes];
    }

    AudioTrack track() {
        return track;
    }

    TrackOrder order() {
        return order;
    }

    /** Whether anything of the track is on its tape: its rate is settled then. */
    boolean joined() {
        return joined;
    }

    /** Where the track has got to, in µs on the call clock. */
    long endMicros() {
        return clock.endMicros();
    }

    /**
     * Takes a frame.
     *
     * @param callMicros when its first sample was heard by its timestamp (see {@link MediaClock})
     * @param nowMicros the call clock
     */
    void accept(MediaFrame frame, long callMicros, long nowMicros) {
        if (guessedMicros >= 0) {
            correctGuess(callMicros);
        }
        boolean synthetic = frame.length() == 0;
        int length = synthetic ? lastFrameBytes : frame.length();
        byte[] bytes = synthetic ? silence(length) : frame.bytes();
        int from = synthetic ? 0 : frame.from();
        if (callMicros >= 0) {
            untimedInARow = 0;
            order.onFrame(frame.timestampMicros(), callMicros, nowMicros, bytes, from, length);
        } else {
            onUntimed(callMicros, nowMicros, bytes, from, length);
        }
        lastFrameBytes = Math.min(length, longestSilent);
        guessedMicros = synthetic ? callMicros : MediaClock.UNKNOWN;
        if (!joined) {
            joined = true;
            listener.onTrackJoined(track);
        }
    }

    private void onUntimed(long why, long nowMicros, byte[] bytes, int from, int length) {
        anomalies.count(why == MediaClock.UNKNOWN ? MediaAnomaly.MISSING_TIMESTAMP : MediaAnomaly.BAD_TIMESTAMP);
        order.onUntimed(joined && untimedInARow >= UNTIMED_SOURCE, nowMicros, bytes, from, length);
        untimedInARow++;
    }

    /** A silent frame was taken for longer than it was, if the next one begins before its end. */
    private void correctGuess(long callMicros) {
        long length = callMicros - guessedMicros;
        long early = clock.early(callMicros);
        if (callMicros >= 0
                && length > 0
                && early < -clock.tolerance(lastFrameBytes / 2)
                && -early < clock.length(lastFrameBytes / 2)) {
            clock.stepTo(callMicros);
            lastFrameBytes = 2 * (int) clock.samples(length);
        }
    }

    /** Books a frame that cannot be heard. */
    void discard(MediaFrame frame, DiscardReason reason) {
        track.tape().discard(frame.length() / 2, reason);
        order.onRefused();
    }

    private byte[] silence(int length) {
        if (silence.length < length) {
            silence = new byte[length];
        }
        return silence;
    }
}
