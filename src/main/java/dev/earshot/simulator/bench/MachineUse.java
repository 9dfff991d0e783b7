package dev.earshot.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Processor time that all processes of the machine together have used. */
final class MachineUse {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\b");
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int SOFT_IRQ = 6;

    /** The kernel's unit there, whatever its own tick is. */
    private static final long TICK_MS = 10;

    private MachineUse() {}

    /** Empty where there is no {@code /proc}. */
    static Optional<Duration> now() {
        try {
            return Optional.of(busy(Files.readString(STAT, StandardCharsets.US_ASCII)));
        } catch (IOException noSuchFile) {
            return Optional.empty();
        }
    }

    /** From the line {@code cpu  user nice system idle iowait irq softirq …}: all that is neither idle nor waiting. */
    static Duration busy(String stat) {
        String all = stat.lines().findFirst().orElse("");
        List<Long> fields = NUMBER.matcher(all)
                .results()
                .map(number -> Long.parseLong(number.group()))
                .toList();
        long ticks = 0;
        for (int field = 0; field <= SOFT_IRQ && field < fields.size(); field++) {
            ticks += field == IDLE || field == IO_WAIT ? 0 : fields.get(field);
        }
        return Duration.ofMillis(ticks * TICK_MS);
    }
}
