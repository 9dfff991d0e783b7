package dev.earshot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A folder of Node scripts and the packages that its lock file pins. */
public final class NodeScripts {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Path folder;
    private final Duration limit;

    private NodeScripts(Path folder, Duration limit) {
        this.folder = folder;
        this.limit = limit;
    }

    public static NodeScripts in(Path folder) {
        return new NodeScripts(folder, LIMIT);
    }

    /** The same for commands that may take so long. */
    NodeScripts within(Duration time) {
        return new NodeScripts(folder, time);
    }

    /** Skips the test, saying so, where there is no Node; installs what the scripts need where it is not there yet. */
    public NodeScripts installed() throws IOException, InterruptedException {
        assumeTrue(isThere("node") && isThere("npm"), "SKIPPED: Node 20.19 or newer is needed, with npm");
        // npm writes this file last, so an interrupted installation counts as none.
        if (!Files.exists(folder.resolve("node_modules/.package-lock.json"))) {
            run(Map.of(), "npm", "ci").assertSucceeded();
        }
        return this;
    }

    /**
     * Runs a command in the folder to its end, which is also that of all that it started; one that takes longer than three minutes is
     * ended, and has failed.
     */
    public Run run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Output output = new Output(process.getInputStream());
        output.start();
        awaitEnd(process);
        return new Run(process.waitFor(), output.text());
    }

    /** Whatever it started is known only as long as it runs itself. */
    private void awaitEnd(Process process) throws InterruptedException {
        Set<ProcessHandle> started = new HashSet<>();
        long due = System.nanoTime() + limit.toNanos();
        while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() < due) {
            process.descendants().forEach(started::add);
        }
        process.descendants().forEach(started::add);
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** What a process says. Somebody who is left of it may hold the pipe open: that is not waited for. */
    private static final class Output extends Thread {
        private static final Duration REST_WITHIN = Duration.ofSeconds(10);

        private final InputStream from;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        Output(InputStream from) {
            super("output");
            this.from = from;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                from.transferTo(read);
            } catch (IOException closed) {
                // that is all, then
            }
        }

        String text() throws InterruptedException {
            join(REST_WITHIN.toMillis());
            return read.toString(StandardCharsets.UTF_8);
        }
    }

    private boolean isThere(String command) throws InterruptedException {
        try {
            return run(Map.of(), command, "--version").exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What became of a command.
     *
     * @param output standard output and standard error, as they came
     */
    public record Run(int exitCode, String output) {

        public Run assertSucceeded() {
            assertThat(exitCode).as(output).isZero();
            return this;
        }
    }
}
