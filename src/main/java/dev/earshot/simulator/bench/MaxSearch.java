package dev.earshot.simulator.bench;

/**
 * Looks for the most calls that are held: doubles until a step is not held, then halves what lies between the most that was
 * held and the fewest that were not.
 */
final class MaxSearch {
    private static final int MAX_STEPS = 12;
    private static final double PRECISION = 0.05;

    private final int limit;
    private final Probe probe;
    private int held;
    private int notHeld;
    private int steps;

    /** Tries a number of calls. */
    @FunctionalInterface
    interface Probe {
        boolean holds(int calls) throws Exception;
    }

    /**
     * What was found.
     *
     * @param held the most calls that were held, 0 for none
     * @param notHeld the fewest that were not, 0 where there was no such number up to the limit
     * @param precise the two are within 5 % of each other, or the limit was held
     */
    record Result(int held, int notHeld, boolean precise) {}

    private MaxSearch(int limit, Probe probe) {
        this.limit = limit;
        this.probe = probe;
    }

    /** @param limit more calls than these are not tried */
    static Result from(int calls, int limit, Probe probe) throws Exception {
        return new MaxSearch(limit, probe).search(calls);
    }

    private Result search(int first) throws Exception {
        int calls = first;
        while (steps < MAX_STEPS && !precise()) {
            steps++;
            if (probe.holds(calls)) {
                held = calls;
            } else {
                notHeld = calls;
            }
            calls = notHeld == 0 ? Math.min(limit, held * 2) : held + (notHeld - held) / 2;
        }
        return new Result(held, notHeld, precise());
    }

    private boolean precise() {
        return held == limit || (notHeld > 0 && notHeld - held <= Math.max(1, (int) (held * PRECISION)));
    }
}
