package dev.earshot.ingress;

/** The writing side of one track: silence made audible, timestamps held against the samples. Guarded by its call's audio. */
final class TrackIntake {

    private static final int FRAMES_PER_SECOND = 50;

    /** A silent frame without data stands for as long as the frame before it, but for a tenth of a second at most. */
    private static final int SILENT_FRAMES_PER_SECOND = 10;

    private final AudioTrack track;
    private final CallAudio.Listener listener;
    private final MediaAnomalies anomalies;
    private int lastFrameBytes;
    private byte[] silence;
    private boolean joined;

    TrackIntake(AudioTrack track, CallAudio.Listener listener, MediaAnomalies anomalies) {
        this.track = track;
        this.listener = listener;
        this.anomalies = anomalies;
        this.lastFrameBytes = 2 * track.sampleRate() / FRAMES_PER_SECOND;
        this.silence = new byte[lastFrameBytes];
    }

    AudioTrack track() {
        return track;
    }

    /** Whether anything of the track is on its tape: its rate is settled then. */
    boolean joined() {
        return joined;
    }

    /** Takes a frame whose first sample was heard at {@code callMicros} by its timestamp (see {@link MediaClock}). */
    void accept(MediaFrame frame, long callMicros) {
        boolean synthetic = frame.length() == 0;
        int length = synthetic ? lastFrameBytes : frame.length();
        lastFrameBytes = Math.min(length, 2 * track.sampleRate() / SILENT_FRAMES_PER_SECOND);
        if (callMicros >= 0) {
            checkTime(callMicros, length / 2);
        } else {
            anomalies.count(
                    callMicros == MediaClock.UNKNOWN ? MediaAnomaly.MISSING_TIMESTAMP : MediaAnomaly.BAD_TIMESTAMP);
        }
        if (synthetic) {
            track.tape().append(silence(length), 0, length);
        } else {
            track.tape().append(frame.bytes(), frame.from(), length);
        }
        if (!joined) {
            joined = true;
            listener.onTrackJoined(track);
        }
    }

    /** Books a frame that cannot be heard. */
    void discard(MediaFrame frame, DiscardReason reason) {
        track.tape().discard(frame.length() / 2, reason);
        track.timeline().forgiveNextJump();
    }

    private void checkTime(long callMicros, int samples) {
        long position = track.tape().written();
        long gapsBefore = track.timeline().gapSamples();
        TrackTimeline.Verdict verdict = track.timeline().onFrame(position, callMicros, samples);
        if (verdict == TrackTimeline.Verdict.BACKWARD) {
            anomalies.count(MediaAnomaly.BACKWARD_TIMESTAMP);
        } else if (verdict == TrackTimeline.Verdict.GAP) {
            long missing = track.timeline().gapSamples() - gapsBefore;
            long endMs = track.callMs(position);
            listener.onGap(track, endMs - missing * 1_000 / track.sampleRate(), endMs, missing);
        }
    }

    private byte[] silence(int length) {
        if (silence.length < length) {
            silence = new byte[length];
        }
        return silence;
    }
}
