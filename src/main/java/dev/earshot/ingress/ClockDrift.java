package dev.earshot.ingress;

import org.jspecify.annotations.Nullable;

/**
 * How a track's clocks run apart: the source's timestamps from its samples, and our clock from its timestamps. Measured, shown,
 * and nothing is done about it. Written by the media stream, asked by anyone.
 *
 * <p>The way to us only ever makes a frame late, so that the least lateness of a while is compared with that of the first.
 */
final class ClockDrift {

    private static final long WINDOW_MICROS = 5_000_000;

    /** Before that, what is measured is the grain of timestamps. */
    private static final long ENOUGH_MICROS = 30_000_000;

    private long firstMicros = -1;
    private long windowEnds;
    private long leastLag = Long.MAX_VALUE;
    private long firstLag = Long.MAX_VALUE;
    private volatile AudioLedger.@Nullable Clock shown;

    /**
     * A frame in order.
     *
     * @param micros its timestamp on the call clock
     * @param lagMicros how much later it arrived
     * @param aheadMicros what timestamps have gained on samples until now
     */
    void onFrame(long micros, long lagMicros, long aheadMicros) {
        leastLag = Math.min(leastLag, lagMicros);
        if (micros >= windowEnds) {
            onWindow(micros, aheadMicros);
        }
    }

    private void onWindow(long micros, long aheadMicros) {
        if (firstMicros < 0) {
            firstMicros = micros;
        } else {
            if (firstLag == Long.MAX_VALUE) {
                firstLag = leastLag;
            }
            show(micros - firstMicros, aheadMicros, leastLag - firstLag);
        }
        leastLag = Long.MAX_VALUE;
        windowEnds = micros + WINDOW_MICROS;
    }

    private void show(long elapsedMicros, long aheadMicros, long lagGained) {
        if (elapsedMicros >= ENOUGH_MICROS) {
            shown = new AudioLedger.Clock(
                    Math.round(aheadMicros / 1_000.0),
                    Math.round(aheadMicros * 1e6 / elapsedMicros),
                    Math.round(lagGained / 1_000.0),
                    Math.round(lagGained * 1e6 / elapsedMicros));
        }
    }

    /** The timestamps go on from elsewhere: what has been measured says nothing about them. */
    void restart() {
        firstMicros = -1;
        windowEnds = 0;
        leastLag = Long.MAX_VALUE;
        firstLag = Long.MAX_VALUE;
    }

    /** As it was measured last, at least half a minute long; null before. */
    AudioLedger.@Nullable Clock shown() {
        return shown;
    }
}
