package dev.earshot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A script that a test runs")
@ExtendWith(Patience.class)
class NodeScriptsIT {

    @TempDir
    private Path folder;

    @BeforeEach
    void assumeBash() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "SKIPPED: /bin/bash is needed");
    }

    @Test
    @DisplayName("ends with all that it started, which may hold on to its output")
    void leftovers() throws Exception {
        NodeScripts.Run run = NodeScripts.in(folder)
                .run(Map.of(), "/bin/bash", "-c", "(sleep 40; touch late) & echo said; sleep 2; exit 7");

        assertThat(run).isEqualTo(new NodeScripts.Run(7, "said\n"));
        assertThat(folder.resolve("late")).doesNotExist();
    }

    @Test
    @DisplayName("has failed where it takes too long, and leaves nobody behind")
    void tooLong() throws Exception {
        NodeScripts.Run run = NodeScripts.in(folder)
                .within(Duration.ofSeconds(5))
                .run(Map.of(), "/bin/bash", "-c", "sleep 40 & echo $!; wait; touch late");

        assertThat(run.exitCode()).isNotZero();
        assertThat(folder.resolve("late")).doesNotExist();
        long child = Long.parseLong(run.output().strip());
        await().until(() -> ProcessHandle.of(child)
                .flatMap(left -> left.info().commandLine())
                .isEmpty());
    }
}
