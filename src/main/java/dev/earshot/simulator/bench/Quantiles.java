package dev.earshot.simulator.bench;

import org.HdrHistogram.Histogram;

/** The shape of a distribution of times, each in ms; all 0 where nothing was recorded. */
record Quantiles(long count, double p50, double p90, double p99, double p999, double max) {

    static Quantiles ofMicros(Histogram micros) {
        return new Quantiles(
                micros.getTotalCount(),
                at(micros, 50),
                at(micros, 90),
                at(micros, 99),
                at(micros, 99.9),
                micros.getMaxValue() / 1000.0);
    }

    private static double at(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}
