package dev.earshot;

import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.StoreBacklog.Amount;
import dev.earshot.transcript.spill.SpillSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The part of the settings that says where logs wait for a Redis that is away. */
final class StoreBacklogSettings {
    private static final int MB = 1024 * 1024;

    private StoreBacklogSettings() {}

    /** Where they wait on disk; null where none does. */
    static @Nullable SpillSettings spill(CheckedConfig checked, Duration retention) {
        String directory = checked.text("earshot.redis.spill-directory");
        int maxMb = checked.integer("earshot.redis.spill-max-mb", 1, 1_048_576);
        int maxCallMb = checked.integer("earshot.redis.spill-call-max-mb", 1, 1_024);
        Duration sync = checked.duration("earshot.redis.spill-sync", Duration.ofMillis(10), Duration.ofMinutes(1));
        if (maxCallMb > maxMb) {
            throw checked.refused(
                    "earshot.redis.spill-call-max-mb", "at most earshot.redis.spill-max-mb, which is " + maxMb);
        }
        return directory.isEmpty()
                ? null
                : new SpillSettings(
                        Path.of(directory),
                        (long) maxMb * MB,
                        (long) maxCallMb * MB,
                        sync,
                        retention,
                        SpillSettings.Drain.DEFAULT);
    }

    static StoreBacklog.Limits limits(CheckedConfig checked) {
        return new StoreBacklog.Limits(
                new Amount(
                        checked.integer("earshot.redis.pending.call-events", 1, 1_000_000),
                        (long) checked.integer("earshot.redis.pending.call-kb", 1, 1_048_576) * 1024),
                new Amount(
                        checked.integer("earshot.redis.pending.node-events", 1, 100_000_000),
                        (long) checked.integer("earshot.redis.pending.node-mb", 1, 1_048_576) * MB),
                (long) checked.integer("earshot.redis.pending.ended-mb", 1, 1_048_576) * MB);
    }
}
