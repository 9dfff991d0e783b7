package dev.earshot.transcript.spill;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits on disk, and what has become of what did. Safe from any thread.
 *
 * @param bytes of all files now
 * @param calls whose log waits now
 * @param spilledEvents events that were written to disk
 * @param drainedEvents events that came from disk into the store
 * @param drainedCalls files that came into the store as a whole
 * @param refusedCalls files that the store refused for good: another owner had written
 * @param cutFiles files whose end was not whole when they were found
 * @param full times that something found no room
 */
public record SpillCounts(
        AtomicLong bytes,
        AtomicLong calls,
        LongAdder spilledEvents,
        LongAdder spilledBytes,
        LongAdder drainedEvents,
        LongAdder drainedCalls,
        LongAdder refusedCalls,
        LongAdder cutFiles,
        LongAdder full) {

    SpillCounts() {
        this(
                new AtomicLong(),
                new AtomicLong(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder());
    }
}
