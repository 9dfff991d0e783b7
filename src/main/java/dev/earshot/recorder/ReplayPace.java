package dev.earshot.recorder;

import java.util.concurrent.TimeUnit;

/** How fast a recorded call happens again. */
@FunctionalInterface
public interface ReplayPace {

    /** As fast as it goes. */
    ReplayPace FAST = nanos -> {};

    /** Waits until it is time for what was {@code nanos} after the call's begin. */
    void awaits(long nanos);

    /**
     * So many times as fast as it was, from now on.
     *
     * @param speed more than 0
     */
    static ReplayPace of(double speed) {
        long begin = System.nanoTime();
        return nanos -> {
            long due = begin + (long) (nanos / speed);
            try {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
