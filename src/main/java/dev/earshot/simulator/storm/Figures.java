package dev.earshot.simulator.storm;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The shape of some times, in ms; all 0 where there were none. */
public record Figures(int count, long median, long p90, long max) {

    static Figures of(Collection<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Figures(0, 0, 0, 0)
                : new Figures(sorted.size(), rank(sorted, 0.5), rank(sorted, 0.9), sorted.get(sorted.size() - 1));
    }

    private static long rank(List<Long> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** {@code median / p90 / max} */
    @Override
    public String toString() {
        return count == 0 ? "–" : String.format(Locale.ROOT, "%d / %d / %d", median, p90, max);
    }
}
