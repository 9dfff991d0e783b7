package dev.earshot.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Processor time that all processes of the machine together have used. */
final class MachineUse {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int USER = 1;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int SOFT_IRQ = 7;

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
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        long ticks = 0;
        for (int field = USER; field <= SOFT_IRQ && field < fields.length; field++) {
            ticks += field == IDLE || field == IO_WAIT ? 0 : Long.parseLong(fields[field]);
        }
        return Duration.ofMillis(ticks * TICK_MS);
    }
}
