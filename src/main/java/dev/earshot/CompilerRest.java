package dev.earshot;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the JVM's compilers have come to rest: whether they were at work for less than a tenth of the last second. A JVM that does not
 * tell is never at rest.
 */
final class CompilerRest {

    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MOST_AT_WORK_MS = WINDOW_NANOS / 1_000_000 / 10;

    private final LongSupplier compiledMs;
    private long windowStart;
    private long compiledBefore;
    private boolean watching;

    /**
     * Begins to watch at the first question.
     *
     * @param compiledMs how long all compilers have been at work, ms; grows
     */
    CompilerRest(LongSupplier compiledMs) {
        this.compiledMs = compiledMs;
    }

    static CompilerRest ofThisJvm() {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        return compilers != null && compilers.isCompilationTimeMonitoringSupported()
                ? new CompilerRest(compilers::getTotalCompilationTime)
                : new CompilerRest(() -> System.nanoTime() / 1_000_000);
    }

    /** Asked now and then, with {@link System#nanoTime()}. */
    boolean reachedAt(long nanos) {
        if (watching && nanos - windowStart < WINDOW_NANOS) {
            return false;
        }
        long compiled = compiledMs.getAsLong();
        boolean rested = watching && compiled - compiledBefore < MOST_AT_WORK_MS;
        watching = true;
        windowStart = nanos;
        compiledBefore = compiled;
        return rested;
    }
}
