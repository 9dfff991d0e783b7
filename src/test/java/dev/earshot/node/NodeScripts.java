package dev.earshot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A folder of Node scripts and the packages that its lock file pins. */
public final class NodeScripts {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path folder;

    private NodeScripts(Path folder) {
        this.folder = folder;
    }

    public static NodeScripts in(Path folder) {
        return new NodeScripts(folder);
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

    /** Runs a command in the folder to its end; one that takes longer than three minutes is ended, and has failed. */
    public Run run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<?> limit = process.onExit()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((ended, timeout) -> {
                    if (timeout != null) {
                        process.destroyForcibly();
                    }
                });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        limit.exceptionally(timeout -> null).join();
        return new Run(process.waitFor(), output);
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
