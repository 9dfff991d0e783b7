package dev.earshot.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has used up to a moment.
 *
 * @param cpu time of all its threads, to the operating system's tick (10 ms as a rule)
 * @param residentBytes memory that it occupies; empty where there is no {@code /proc}
 */
record ProcessUse(Duration cpu, OptionalLong residentBytes) {
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);
    private static final long KILOBYTE = 1024;

    static ProcessUse of(ProcessHandle process) {
        Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return new ProcessUse(cpu, resident(Path.of("/proc", Long.toString(process.pid()), "status")));
    }

    private static OptionalLong resident(Path status) {
        try {
            Matcher found = RESIDENT.matcher(Files.readString(status, StandardCharsets.US_ASCII));
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) * KILOBYTE) : OptionalLong.empty();
        } catch (IOException noSuchFile) {
            return OptionalLong.empty();
        }
    }
}
