package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server as a process of its own, recognising by script. */
class RealtimeServerMainIT {

    @Test
    void says_one_line_when_it_is_ready_and_ends_with_its_parent() throws IOException, InterruptedException {
        Process process = start("--port=0", "--engine=script", "--exit-with-parent");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine())
                    .matches("realtime-server ready ws://127\\.0\\.0\\.1:\\d+/v1/realtime engine=script");

            process.getOutputStream().close();

            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void says_why_it_cannot_start() throws IOException, InterruptedException {
        Process process = start("--engine=parrot");
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            String said = String.join("\n", err.lines().toList());

            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(said).contains("realtime-server cannot start: no engine 'parrot'");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RealtimeServerMain.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (!List.of(args).contains("--engine=parrot")) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }
}
