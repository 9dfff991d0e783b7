package dev.earshot.client;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When what happened in a call is told again. */
final class Pace {

    /** Waits, in ns. */
    interface Sleep {
        void sleep(long nanos) throws InterruptedException;
    }

    private final double speed;
    private final long fromMs;
    private final LongSupplier nanoTime;
    private final Sleep sleep;
    private final long startedAt;

    Pace(double speed, long fromMs, LongSupplier nanoTime, Sleep sleep) {
        this.speed = speed;
        this.fromMs = fromMs;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
        this.startedAt = nanoTime.getAsLong();
    }

    /**
     * Starting now.
     *
     * @param speed seconds of the call in a second; 0 for no waiting at all
     * @param fromMs where on the call's clock it starts
     */
    static Pace of(double speed, long fromMs) {
        return new Pace(speed, fromMs, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** Returns when that moment of the call has come; at once where it has passed. */
    void await(long atMs) throws InterruptedException {
        if (speed > 0) {
            long due = startedAt + (long) ((atMs - fromMs) * 1e6 / speed);
            long left = due - nanoTime.getAsLong();
            if (left > 0) {
                sleep.sleep(left);
            }
        }
    }
}
