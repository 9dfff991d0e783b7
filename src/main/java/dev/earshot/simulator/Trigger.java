package dev.earshot.simulator;

import dev.earshot.simulator.caller.Occasion;
import java.time.Duration;
import java.util.SplittableRandom;

/** Tells when one misdeed of one call is due, in rounds of frames; what cannot be done then stays due. */
final class Trigger {

    private static final int NEVER = Integer.MAX_VALUE;

    private final Occasion occasion;
    private final SplittableRandom chance;
    private int next;

    Trigger(Occasion occasion, SplittableRandom chance) {
        this.occasion = occasion;
        this.chance = chance;
        if (occasion instanceof Occasion.At at) {
            next = rounds(at.time());
        } else if (occasion instanceof Occasion.Every every) {
            next = rounds(every.period());
        }
    }

    /** Asked once a round. */
    boolean due(int round) {
        if (occasion instanceof Occasion.Always) {
            return true;
        }
        if (occasion instanceof Occasion.Share share) {
            return chance.nextDouble() < share.ofFrames();
        }
        return round >= next;
    }

    /** It was done. */
    void done(int round) {
        if (occasion instanceof Occasion.At) {
            next = NEVER;
        } else if (occasion instanceof Occasion.Every every) {
            next = Math.max(next, round) + rounds(every.period());
        }
    }

    /** A chance beside the one to be due. */
    SplittableRandom chance() {
        return chance;
    }

    /** Whole rounds, rounded up. */
    static int rounds(Duration time) {
        return Math.toIntExact((time.toMillis() + AcsCaller.FRAME_MILLIS - 1) / AcsCaller.FRAME_MILLIS);
    }
}
