package dev.earshot.acs.answering;

import io.micrometer.core.instrument.MeterRegistry;

/** Counts events and callbacks by their fate, and the failures of media. */
final class AnsweringMeter {

    private final MeterRegistry meters;

    AnsweringMeter(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param fate of one event of Event Grid */
    void event(String fate) {
        meters.counter("earshot.acs.events", "fate", fate).increment();
    }

    void callback(String type, CallbackFate fate) {
        meters.counter("earshot.acs.callbacks", "type", type, "fate", fate.wireName())
                .increment();
    }

    void streamingFailed(StreamingCause cause) {
        meters.counter("earshot.acs.streaming.failures", "cause", cause.wireName())
                .increment();
    }
}
