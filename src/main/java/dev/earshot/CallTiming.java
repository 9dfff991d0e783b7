package dev.earshot;

import dev.earshot.ingress.TimingSettings;
import java.time.Duration;

/** How timestamps are held against samples, by the settings. */
final class CallTiming {
    private static final String KEYS = "earshot.call.timing.";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private CallTiming() {}

    /** @param tape what a track remembers: silence for a gap must not push out all that came before it */
    static TimingSettings settings(CheckedConfig checked, Duration tape) {
        return new TimingSettings(
                checked.duration(KEYS + "tolerance", Duration.ofMillis(2), SECOND),
                checked.duration(KEYS + "reorder-window", Duration.ZERO, SECOND),
                atMost(tape, checked.duration(KEYS + "longest-gap", Duration.ofMillis(100), Duration.ofMinutes(10))),
                checked.duration(KEYS + "look-back", Duration.ofMillis(100), Duration.ofMinutes(1)),
                checked.duration(KEYS + "arrival-tolerance", Duration.ofMillis(100), Duration.ofMinutes(1)),
                checked.integer(KEYS + "drift-ppm", 0, 10_000),
                checked.duration(KEYS + "told-gap", Duration.ZERO, Duration.ofMinutes(1)),
                checked.duration(KEYS + "heard-silence", Duration.ofMillis(100), Duration.ofMinutes(10)));
    }

    private static Duration atMost(Duration most, Duration asked) {
        return asked.compareTo(most) > 0 ? most : asked;
    }
}
