package dev.earshot.ingress;

/**
 * Makes good for time of which a track has no samples: silence of the same length, so that positions stay true. Guarded by its
 * call's audio.
 */
final class TrackGaps {

    private final AudioTrack track;
    private final TrackClock clock;
    private final TimingSettings settings;
    private final MediaAnomalies anomalies;
    private final CallAudio.Listener listener;

    TrackGaps(
            AudioTrack track,
            TrackClock clock,
            TimingSettings settings,
            MediaAnomalies anomalies,
            CallAudio.Listener listener) {
        this.track = track;
        this.clock = clock;
        this.settings = settings;
        this.anomalies = anomalies;
        this.listener = listener;
    }

    /**
     * Nothing came between the newest sample and the frame with that timestamp.
     *
     * @param frameSamples length of that frame
     * @param arrivalMicros when it came
     */
    void close(long micros, int frameSamples, long arrivalMicros) {
        long hole = clock.early(micros);
        if (hole <= settings.longestGapMicros()) {
            fill(wholeFrames(hole, frameSamples), hole);
        } else if (Math.abs(arrivalMicros - clock.endMicros() - hole) <= settings.lookBackMicros()) {
            fillInPart(hole);
        } else {
            anomalies.count(MediaAnomaly.CLOCK_JUMP);
            closeByArrival(arrivalMicros);
            clock.jumpTo(micros);
        }
    }

    /** The same where there is no timestamp that could be believed: much later than it was due, a frame has a gap before it. */
    void closeByArrival(long arrivalMicros) {
        long hole = arrivalMicros - clock.endMicros();
        if (hole > settings.longestGapMicros()) {
            fillInPart(hole);
        } else if (hole > settings.arrivalMicros()) {
            fill(clock.samples(hole), hole);
        }
    }

    /** As {@link #closeByArrival}, but what is missing did arrive, if not on the tape: time passes without samples. */
    void passByArrival(long arrivalMicros) {
        long hole = arrivalMicros - clock.endMicros();
        if (hole > settings.arrivalMicros()) {
            clock.stepTo(clock.due() + hole);
        }
    }

    /** Those samples did arrive, but could not be taken: time passes, and nothing is missing. */
    boolean isOfRefused(long micros) {
        return clock.early(micros) <= settings.longestGapMicros();
    }

    private void fill(long samples, long micros) {
        long from = clock.end();
        long put = track.tape().appendSilence(samples);
        clock.advance(put);
        if (put > 0 && micros >= settings.toldGapMicros()) {
            listener.onGap(track, track.callMs(from), track.callMs(from + put), put);
        }
    }

    private void fillInPart(long hole) {
        long from = clock.end();
        long after = clock.due() + hole;
        long put = track.tape().appendSilence(clock.samples(settings.longestGapMicros()));
        clock.advance(put);
        clock.stepTo(after);
        anomalies.count(MediaAnomaly.LONG_GAP);
        listener.onGap(track, track.callMs(from), track.callMs(from) + hole / 1_000, put);
    }

    /** What is lost is lost in whole frames as a rule; timestamps tell that only to the millisecond. */
    private long wholeFrames(long hole, int frameSamples) {
        long samples = clock.samples(hole);
        long frames = Math.round(samples / (double) frameSamples);
        long off = Math.abs(clock.micros(frames * frameSamples - samples));
        return frames > 0 && off <= TrackClock.GRAIN_MICROS && off < clock.micros(frameSamples) / 4
                ? frames * frameSamples
                : samples;
    }
}
