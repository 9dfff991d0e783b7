package dev.earshot.acs;

import java.util.function.LongSupplier;

/**
 * How much may still come: so much a second, and ten seconds' worth of it at once. As long as there is some left, taking is a
 * subtraction and a comparison; only then the clock is asked for what has been earned meanwhile. One thread.
 */
final class Allowance {

    private static final int SECONDS_AT_ONCE = 10;
    private static final long NANOS = 1_000_000_000;

    private final long perSecond;
    private final LongSupplier nanoTime;
    private long left;
    private long earnedAtNanos;

    /** @param nanoTime ns, of any origin */
    Allowance(long perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.left = atOnce();
        this.earnedAtNanos = nanoTime.getAsLong();
    }

    /** False where so much is not left; what was taken is then owed. */
    boolean take(int amount) {
        left -= amount;
        return left >= 0 || earn(amount);
    }

    private boolean earn(int taken) {
        long now = nanoTime.getAsLong();
        double seconds = (double) (now - earnedAtNanos) / NANOS;
        earnedAtNanos = now;
        left = (long) Math.min((double) atOnce(), (double) (left + taken) + seconds * perSecond) - taken;
        return left >= 0;
    }

    private long atOnce() {
        return perSecond * SECONDS_AT_ONCE;
    }
}
