package dev.earshot;

import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.spill.SpillCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The way of calls' logs into the store, as the registry shows it. */
final class StoreMetrics {
    private StoreMetrics() {}

    static void register(MeterRegistry registry, StoreBacklog backlog) {
        gauge(
                registry,
                "earshot.store.away",
                "Calls that cannot be written into the store",
                backlog,
                StoreBacklog::callsAway);
        gauge(
                registry,
                "earshot.store.pending.events",
                "Events that wait for the store in memory alone",
                backlog,
                StoreBacklog::events);
        gauge(registry, "earshot.store.pending.bytes", "Their JSON", backlog, StoreBacklog::bytes);
        counter(
                registry,
                "earshot.store.events",
                "Events that living calls brought into the store",
                backlog,
                StoreBacklog::stored);
        counter(registry, "earshot.store.lost.events", "Events that were given up", backlog, StoreBacklog::lost);
        for (StoreFailure cause : StoreFailure.values()) {
            FunctionCounter.builder("earshot.store.refused", backlog, counted -> counted.refused(cause))
                    .description("Times that the store, or the disk before it, did not take what it was given")
                    .tag("cause", cause.wireName())
                    .register(registry);
        }
    }

    static void register(MeterRegistry registry, SpillCounts spill) {
        gauge(registry, "earshot.spill.bytes", "Bytes on disk, what was put aside among them", spill, it -> it.bytes()
                .get());
        gauge(registry, "earshot.spill.calls", "Calls whose log waits on disk for the store", spill, it -> it.calls()
                .get());
        counter(registry, "earshot.spill.events", "Events that were written to disk", spill, it -> it.spilledEvents()
                .sum());
        counter(registry, "earshot.spill.written.bytes", "Their bytes", spill, it -> it.spilledBytes()
                .sum());
        counter(
                registry,
                "earshot.spill.drained.events",
                "Events that came from disk into the store",
                spill,
                it -> it.drainedEvents().sum());
        counter(
                registry,
                "earshot.spill.drained.calls",
                "Logs that came from disk into the store as a whole",
                spill,
                it -> it.drainedCalls().sum());
        counter(
                registry,
                "earshot.spill.refused.calls",
                "Logs on disk that were put aside: a newer owner has written",
                spill,
                it -> it.refusedCalls().sum());
        counter(
                registry,
                "earshot.spill.cut.files",
                "Logs on disk whose end was not whole when they were found",
                spill,
                it -> it.cutFiles().sum());
        counter(registry, "earshot.spill.full", "Times that there was no room on disk", spill, it -> it.full()
                .sum());
    }

    private static <T> void gauge(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }

    private static <T> void counter(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }
}
