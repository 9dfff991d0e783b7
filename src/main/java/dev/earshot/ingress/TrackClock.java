package dev.earshot.ingress;

/**
 * A source's timestamps held against the samples of its track: when the next sample is due, and how far off a timestamp is.
 * Times are µs on the call clock. Guarded by its call's audio.
 */
final class TrackClock {

    /** Timestamps have ms, and what is cut off two of them may add up. */
    static final long GRAIN_MICROS = 2_000;

    private final int sampleRate;
    private final TimingSettings settings;
    private final TrackTimeline timeline;
    private final ClockDrift drift = new ClockDrift();

    /** The newest piece of the timeline. */
    private long pieceFrom;

    private long pieceMicros;

    /** The next sample's position. */
    private long end;

    /** What the source's clock shows beyond the call's: what drift made of it, and jumps that were followed. */
    private long skewMicros;

    private long driftMicros;

    /** The length of the last frame, and what follows from it. */
    private int samples = -1;

    private long lengthMicros;
    private long toleranceMicros;
    private long mostDriftMicros;

    /** @param skewMicros what the first timestamp shows beyond the timeline's beginning */
    TrackClock(int sampleRate, TimingSettings settings, TrackTimeline timeline, long offsetMicros, long skewMicros) {
        this.sampleRate = sampleRate;
        this.settings = settings;
        this.timeline = timeline;
        this.pieceMicros = offsetMicros;
        this.skewMicros = skewMicros;
    }

    /** The next sample's position. */
    long end() {
        return end;
    }

    /** The next sample's time. */
    long endMicros() {
        return pieceMicros + (end - pieceFrom) * 1_000_000 / sampleRate;
    }

    /** The timestamp that a frame in order would have. */
    long due() {
        return endMicros() + skewMicros;
    }

    /** How much later than that a timestamp is; negative for earlier. */
    long early(long micros) {
        return micros - due();
    }

    /** How far off the timestamp of a frame of that length may be. */
    long tolerance(int frameSamples) {
        measure(frameSamples);
        return toleranceMicros;
    }

    long length(int frameSamples) {
        measure(frameSamples);
        return lengthMicros;
    }

    private void measure(int frameSamples) {
        if (frameSamples != samples) {
            samples = frameSamples;
            lengthMicros = micros(frameSamples);
            toleranceMicros = Math.max(GRAIN_MICROS, Math.min(settings.toleranceMicros(), lengthMicros / 2));
            mostDriftMicros = lengthMicros * settings.driftPpm() / 1_000_000;
        }
    }

    long micros(long frameSamples) {
        return frameSamples * 1_000_000 / sampleRate;
    }

    /** The nearest number of samples. */
    long samples(long micros) {
        return (micros * sampleRate + 500_000) / 1_000_000;
    }

    /** Samples were put on the tape. */
    void advance(long more) {
        end += more;
    }

    /** Takes a frame's timestamp that is in line for what it is, and follows it slowly. Comes before {@link #advance}. */
    void follow(long micros, long early, int frameSamples, long nowMicros) {
        measure(frameSamples);
        long more = Math.max(-mostDriftMicros, Math.min(mostDriftMicros, early));
        skewMicros += more;
        driftMicros += more;
        drift.onFrame(micros, nowMicros - micros + skewMicros - driftMicros, driftMicros);
    }

    /** The next sample is due at {@code micros} of the source's clock, while no time passes on the call's. */
    void jumpTo(long micros) {
        skewMicros += early(micros);
        drift.restart();
        driftMicros = 0;
    }

    /** The source's clock is that of the call again. */
    void forgetJumps() {
        skewMicros = 0;
        driftMicros = 0;
        drift.restart();
    }

    /** Time passes on the call's clock, up to that timestamp, without samples. */
    void stepTo(long micros) {
        pieceMicros = timeline.step(end, micros - skewMicros);
        pieceFrom = end;
    }

    ClockDrift drift() {
        return drift;
    }
}
