package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The official JavaScript client")
class JavaScriptClientIT {

    private static final Path SCRIPTS = Path.of("src/test/node/signalr");

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void install() throws Exception {
        assumeTrue(
                isThere("node") && isThere("npm"),
                "SKIPPED: Node.js 20 or later is needed to run the JavaScript client");
        if (!Files.exists(SCRIPTS.resolve("node_modules/@microsoft/signalr"))) {
            assertSucceeds(run(Map.of(), "npm", "ci"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"invocations", "streams", "reconnecting", "refusals"})
    void agrees_about(String subject) throws Exception {
        HubFixture[] started = new HubFixture[1];
        CuttableProxy[] wire = new CuttableProxy[1];
        Hub hub = new ExampleHub()
                .definition()
                .method("Leave", Boolean.class, (caller, mayReturn) -> {
                    caller.close(null, mayReturn);
                    return CompletableFuture.completedFuture(null);
                })
                .method("CutTheWire", caller -> {
                    wire[0].cut();
                    return CompletableFuture.completedFuture(null);
                })
                .method("Drain", caller -> started[0].server.drain())
                .method("Fail", caller -> CompletableFuture.failedFuture(new IllegalStateException("secret")))
                .build();
        try (HubFixture fixture = new HubFixture(hub);
                CuttableProxy proxy = new CuttableProxy(fixture.port())) {
            started[0] = fixture;
            wire[0] = proxy;
            Map<String, String> hubUrl = Map.of("HUB_URL", HubFixture.url("http", proxy.port()));
            assertSucceeds(run(hubUrl, "node", "--test", subject + ".test.js"));
        }
    }

    private static void assertSucceeds(Run run) {
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    private static boolean isThere(String command) {
        try {
            return run(Map.of(), command, "--version").exitCode() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private record Run(int exitCode, String output) {}

    private static Run run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(SCRIPTS.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<?> limit = process.onExit()
                .orTimeout(2, TimeUnit.MINUTES)
                .whenComplete((ended, timeout) -> {
                    if (timeout != null) {
                        process.destroyForcibly();
                    }
                });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        limit.exceptionally(timeout -> null).join();
        return new Run(process.waitFor(), output);
    }
}
