package dev.earshot.simulator.bench;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the measuring window cost each process. */
record Window(Moment from, Moment to) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    BenchReport.ServerCost serverCost(long frames, int calls, GcLog log) {
        GcLog.Activity collections = log.between(from.millis(), to.millis());
        double cpuNanos = nanos(from.server(), to.server());
        return new BenchReport.ServerCost(
                cpuNanos / NANOS_PER_MICRO / Math.max(1, frames),
                cpuNanos / NANOS_PER_MILLI / calls / seconds(),
                cpuNanos / NANOS_PER_SECOND / seconds(),
                BenchReport.megabytes(from.server().residentBytes()),
                BenchReport.megabytes(to.server().residentBytes()),
                collections.pauses(),
                collections.totalMs(),
                collections.maxMs(),
                allocatedPerFrame(frames, collections.freedBytes()));
    }

    BenchReport.GeneratorCost generatorCost(long frames, Quantiles latenessMs) {
        double cpuNanos = nanos(from.generator(), to.generator());
        return new BenchReport.GeneratorCost(
                cpuNanos / NANOS_PER_MICRO / Math.max(1, frames), cpuNanos / NANOS_PER_SECOND / seconds(), latenessMs);
    }

    /** Processors that all other processes of the machine kept busy, on average; null where that is not known. */
    @Nullable
    Double otherCores() {
        if (from.machine().isEmpty() || to.machine().isEmpty()) {
            return null;
        }
        double all = to.machine().get().minus(from.machine().get()).toNanos();
        double ours = nanos(from.server(), to.server()) + nanos(from.generator(), to.generator());
        return Math.max(0, (all - ours) / NANOS_PER_SECOND / seconds());
    }

    /** What is in use at the end, less what was in use at the start, and all that was set free in between. */
    private @Nullable Double allocatedPerFrame(long frames, OptionalLong freed) {
        if (freed.isEmpty() || from.heapUsed().isEmpty() || to.heapUsed().isEmpty()) {
            return null;
        }
        long grown = to.heapUsed().getAsLong() - from.heapUsed().getAsLong();
        return (grown + freed.getAsLong()) / (double) Math.max(1, frames);
    }

    private double seconds() {
        return (to.nanos() - from.nanos()) / NANOS_PER_SECOND;
    }

    private static double nanos(ProcessUse from, ProcessUse to) {
        Duration used = to.cpu().minus(from.cpu());
        return used.toNanos();
    }
}
