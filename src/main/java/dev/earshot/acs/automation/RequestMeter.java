package dev.earshot.acs.automation;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** Counts attempts. */
final class RequestMeter {

    private final MeterRegistry meters;

    RequestMeter(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param failure null for an attempt that succeeded */
    void count(Operation operation, @Nullable AutomationCause failure) {
        meters.counter(
                        "earshot.acs.requests",
                        "operation",
                        operation.wireName(),
                        "outcome",
                        failure == null ? "done" : failure.wireName())
                .increment();
    }
}
