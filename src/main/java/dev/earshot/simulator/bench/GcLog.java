package dev.earshot.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a JVM's {@code gc*} log that tell of pauses and of heap set free, as JDK 17 to 25 write them:
 *
 * <pre>
 *   [1795364658185ms][info][gc          ] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 6M-&gt;3M(64M) 6.453ms
 *   [1795364662323ms][info][gc,phases   ] GC(0) Y: Pause Mark Start (Major) 0.012ms
 * </pre>
 */
final class GcLog {
    private static final Pattern PAUSE = Pattern.compile("GC\\(\\d+\\) (?:[A-Za-z]: )?Pause .*?([\\d.,]+)ms$");
    private static final Pattern TIME = Pattern.compile("^\\[(\\d+)ms\\]");
    private static final Pattern HEAP = Pattern.compile(" (\\d+)M(?:\\(\\d+%\\))?->(\\d+)M");
    private static final long MEGABYTE = 1 << 20;

    private final List<String> lines;

    GcLog(List<String> lines) {
        this.lines = lines;
    }

    /** The option that makes a JVM write {@code file}: with the wall clock, and all in one file. */
    static String option(Path file) {
        return "-Xlog:gc*:file=" + file + ":timemillis,level,tags:filecount=0";
    }

    static GcLog read(Path file) throws IOException {
        return new GcLog(Files.readAllLines(file, StandardCharsets.UTF_8));
    }

    /**
     * What collections did from one moment until another, both in ms since 1970.
     *
     * @param pauses at which the application stood
     * @param freedBytes set free in pauses, to the megabyte each; empty for a collector that also frees while the
     *     application runs, whose figures before and after say nothing of what it freed
     */
    record Activity(int pauses, double totalMs, double maxMs, OptionalLong freedBytes) {}

    Activity between(long fromMillis, long toMillis) {
        int pauses = 0;
        double totalMs = 0;
        double maxMs = 0;
        long freedMegabytes = 0;
        boolean freesWhileRunning = false;
        for (String line : lines) {
            Matcher time = TIME.matcher(line);
            if (!time.find()
                    || Long.parseLong(time.group(1)) < fromMillis
                    || Long.parseLong(time.group(1)) >= toMillis) {
                continue;
            }
            Matcher pause = PAUSE.matcher(line);
            Matcher heap = HEAP.matcher(line);
            boolean changesHeap = heap.find();
            if (pause.find()) {
                double ms = Double.parseDouble(pause.group(1).replace(',', '.'));
                pauses++;
                totalMs += ms;
                maxMs = Math.max(maxMs, ms);
                freedMegabytes += changesHeap ? Long.parseLong(heap.group(1)) - Long.parseLong(heap.group(2)) : 0;
            } else {
                freesWhileRunning |= changesHeap;
            }
        }
        OptionalLong freed = freesWhileRunning ? OptionalLong.empty() : OptionalLong.of(freedMegabytes * MEGABYTE);
        return new Activity(pauses, totalMs, maxMs, freed);
    }
}
