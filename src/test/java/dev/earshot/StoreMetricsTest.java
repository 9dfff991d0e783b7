package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.spill.SpillDirectory;
import dev.earshot.transcript.spill.SpillSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store's metrics")
class StoreMetricsTest {

    private static final Pattern NAME = Pattern.compile("\\bearshot_(?:store|spill)_[a-z_]+");

    @Test
    @DisplayName("are those that operators are told of, and no others; what has not happened is 0")
    void asDocumented(@TempDir Path folder) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        StoreBacklog backlog = new StoreBacklog(StoreBacklog.Limits.DEFAULT);
        backlog.onRefused(StoreFailure.REFUSED);
        String seen;
        try (SpillDirectory spill = SpillDirectory.open(SpillSettings.in(folder), new MemoryCallStore(1), backlog)) {
            StoreMetrics.register(registry, backlog);
            StoreMetrics.register(registry, spill.counts());
            seen = registry.scrape();
        }

        String told = Files.readString(Path.of("docs", "memory.md"))
                .replace("`, `_bytes`", "`, `earshot_store_pending_bytes`");
        assertThat(names(seen)).isEqualTo(names(told));
        assertThat(seen)
                .contains("earshot_store_refused_total{cause=\"storeRefused\"} 1.0")
                .contains("earshot_store_refused_total{cause=\"spillFull\"} 0.0")
                .contains("earshot_spill_calls 0.0");
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
