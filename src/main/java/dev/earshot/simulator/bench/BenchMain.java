package dev.earshot.simulator.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The measure's command line; see {@link BenchOptions#HELP}. */
public final class BenchMain {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    /** Where the script was called, which file names are relative to. */
    private static final String FOLDER = "earshot.bench.folder";

    private static final double MOST_MS = 20;

    private final BenchOptions options;
    private final Target target;
    private final PrintStream out;

    private BenchMain(BenchOptions options, Target target, PrintStream out) {
        this.options = options;
        this.target = target;
        this.out = out;
    }

    public static void main(String[] args) {
        List<String> arguments = List.of(args);
        if (arguments.contains("--help")) {
            System.out.print(BenchOptions.HELP);
            return;
        }
        System.exit(run(arguments));
    }

    private static int run(List<String> arguments) {
        try {
            BenchOptions options = BenchOptions.parse(arguments);
            if (Pinning.missing(options)) {
                System.err.println("earshot: there is no 'taskset' on the PATH: nothing is pinned");
            }
            Target target = options.relay() ? Target.relay(options) : Target.earshot(options);
            return new BenchMain(options, target, System.out).run() ? 0 : FAILED;
        } catch (IllegalArgumentException e) {
            return failed(WRONG_USE, e);
        } catch (Exception e) {
            return failed(FAILED, e);
        }
    }

    private static int failed(int status, Exception e) {
        System.err.println("earshot: " + (e.getMessage() == null ? e : e.getMessage()));
        return status;
    }

    private boolean run() throws Exception {
        return options.findMax() ? findMax() : measure();
    }

    private boolean measure() throws IOException, InterruptedException {
        BenchReport report = BenchRun.of(options, target);
        out.print(ReportText.table(report));
        writeJson(report);
        return report.passed();
    }

    private boolean findMax() throws Exception {
        MaxSearch.Result result = MaxSearch.from(options.calls(), BenchOptions.MAX_CALLS, this::holds);
        out.printf(
                "%s holds %d calls%s%s%n",
                target.name(),
                result.held(),
                result.notHeld() > 0 ? ", and not " + result.notHeld() : ", the most that is tried",
                result.precise() ? "" : "; the search ended before it was within 5 %");
        return result.held() > 0;
    }

    private boolean holds(int calls) throws IOException, InterruptedException {
        BenchReport report = BenchRun.of(options.withCalls(calls), target);
        boolean held = report.passed() && report.latencyMs().p99() <= MOST_MS;
        out.println(ReportText.line(report, held));
        report.failures().forEach(failure -> out.println("        " + failure));
        if (held) {
            writeJson(report);
        }
        return held;
    }

    private void writeJson(BenchReport report) throws IOException {
        Path file = options.json();
        if (file != null) {
            Files.writeString(
                    Path.of(System.getProperty(FOLDER, "")).resolve(file),
                    ReportText.json(report),
                    StandardCharsets.UTF_8);
        }
    }
}
