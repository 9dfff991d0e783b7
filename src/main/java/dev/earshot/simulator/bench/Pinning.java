package dev.earshot.simulator.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which processors a server may use. This process may have been pinned itself, which children would inherit. */
final class Pinning {
    private static final String TASKSET = "taskset";
    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

    private Pinning() {}

    /** Whether this machine can pin at all. */
    static boolean available() {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(File.pathSeparator)).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, TASKSET)));
    }

    /** What has to be said aloud: pinning was asked for, and there is nothing to pin with. */
    static boolean missing(BenchOptions options) {
        return (options.serverCpus() != null || options.benchCpus() != null) && !available();
    }

    /** {@code command} on the processors that the server was given, or on all where only this process was pinned. */
    static List<String> server(BenchOptions options, List<String> command) throws IOException {
        String cpus = options.serverCpus();
        if (cpus == null && options.benchCpus() != null && Files.exists(ONLINE)) {
            cpus = Files.readString(ONLINE, StandardCharsets.US_ASCII).strip();
        }
        return available() ? pinned(cpus, command) : command;
    }

    private static List<String> pinned(@Nullable String cpus, List<String> command) {
        if (cpus == null) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of(TASKSET, "-c", cpus));
        pinned.addAll(command);
        return pinned;
    }
}
