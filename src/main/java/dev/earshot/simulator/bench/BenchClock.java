package dev.earshot.simulator.bench;

/** The one clock of a run: departures and arrivals are told by the same. */
final class BenchClock {
    private static final long NANOS = 1_000;

    private final long startNanos = System.nanoTime();

    /** Microseconds since the run began: enough for half an hour. */
    int micros() {
        return (int) ((System.nanoTime() - startNanos) / NANOS);
    }
}
