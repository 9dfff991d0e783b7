package dev.earshot.simulator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one run; as JSON, the members have these names.
 *
 * @param target {@code earshot} or {@code relay}
 * @param latencyMs added between the departure of a frame and the arrival of its last tagged sample
 * @param otherCores processors that neither of the two kept busy but others did; null where there is no {@code /proc}
 * @param passed every frame of every call arrived, once and in order
 */
record BenchReport(
        String target,
        Setup setup,
        CallCounts calls,
        FrameCounts frames,
        Sessions sessions,
        Quantiles latencyMs,
        ServerCost server,
        GeneratorCost generator,
        @Nullable Double otherCores,
        boolean passed) {

    private static final double LATE_MS = 2;
    private static final double QUIET_CORES = 0.1;

    /**
     * What was asked for, and where.
     *
     * @param redis the kind only: a URL may hold a password
     * @param javaVersion of this process and, by the scripts, of the server
     */
    record Setup(
            int seconds,
            int warmUpSeconds,
            int handshakeMs,
            double killPerSecond,
            String redis,
            @Nullable String serverCpus,
            @Nullable String benchCpus,
            int processors,
            String javaVersion) {

        static Setup of(BenchOptions options) {
            return new Setup(
                    options.seconds(),
                    options.warmUpSeconds(),
                    options.handshakeMs(),
                    options.killPerSecond(),
                    options.redisUrl().replaceFirst(":.*", ""),
                    options.serverCpus(),
                    options.benchCpus(),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().toString());
        }
    }

    /**
     * Realtime sessions of the whole run.
     *
     * @param killed we reset them
     * @param failed their connection, or our reading of it, broke
     * @param firstTrouble what was wrong with the first of those, or null where there was none
     */
    record Sessions(int opened, int killed, int failed, @Nullable String firstTrouble) {}

    /**
     * The server's process in the window.
     *
     * @param coreShare of one processor
     * @param rssStartMb null where there is no {@code /proc}
     * @param allocatedBytesPerFrame null where the collector or the server does not tell
     */
    record ServerCost(
            double cpuMicrosPerFrame,
            double cpuMsPerCallSecond,
            double coreShare,
            @Nullable Double rssStartMb,
            @Nullable Double rssEndMb,
            int gcPauses,
            double gcTotalMs,
            double gcMaxMs,
            @Nullable Double allocatedBytesPerFrame) {}

    /** This process in the window: both ends of every frame. */
    record GeneratorCost(double cpuMicrosPerFrame, double coreShare, Quantiles latenessMs) {
        boolean late() {
            return latenessMs.p99() > LATE_MS;
        }
    }

    /** What went wrong, a line each; empty where the run passed. */
    static List<String> failures(CallCounts calls, FrameCounts frames) {
        List<String> failures = new ArrayList<>();
        if (!calls.allHeld()) {
            failures.add("%d calls were refused and %d dropped; the first: %s"
                    .formatted(calls.refused(), calls.dropped(), calls.firstTrouble()));
        }
        if (frames.sent() == 0) {
            failures.add("no frame was sent in the window");
        }
        if (!frames.nothingLost()) {
            failures.add("%d frames were lost in the window and %d before it; %d calls lost their first frame"
                    .formatted(frames.lost(), frames.lostInWarmUp(), frames.firstFramesLost()));
        }
        if (!frames.nothingWrong()) {
            failures.add(
                    "%d frames were doubled, %d out of order, %d another call's, %d unreadable; %d slips; %d appends too early"
                            .formatted(
                                    frames.duplicated(),
                                    frames.outOfOrder(),
                                    frames.crossTalk(),
                                    frames.unreadable(),
                                    frames.slips(),
                                    frames.early()));
        }
        return failures;
    }

    List<String> failures() {
        return failures(calls, frames);
    }

    /** Whether others had so much of the machine that the figures are of them, too. */
    static boolean disturbs(double otherCores) {
        return otherCores > QUIET_CORES;
    }

    static @Nullable Double megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() / (double) (1 << 20) : null;
    }
}
