package dev.earshot;

import static dev.earshot.RecordedSpeech.FIRST_TURN_MS;
import static dev.earshot.RecordedSpeech.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.node.NodeScripts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scripts as they are, in a folder whose name has a space, with tools that only say that they were called, or with a real JVM and
 * what this test runs with.
 */
@DisplayName("The scripts")
class ScriptsIT {

    private static final String MAVEN =
            "echo BUILDING; mkdir -p target/lib; touch target/earshot.jar; exit ${BUILD_STATUS:-0}";
    private static final String JAVA = "[ \"$1\" = -version ] && echo 'version \"17\"' || echo \"STARTING $*\"";

    /** Runs what this test runs with: the project beside the scripts has nothing built. */
    private static final String REAL_JAVA =
            """
            args=()
            while [ $# -gt 0 ]; do
              if [ "$1" = -cp ]; then args+=(-cp "%s"); shift; else args+=("$1"); fi
              shift
            done
            exec "%s/bin/java" "${args[@]}"
            """
                    .formatted(absoluteClassPath(), System.getProperty("java.home"));

    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void copy() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        Files.createDirectories(project.resolve("src/main"));
        Files.createFile(project.resolve("pom.xml"));
        Path scripts = Files.createDirectories(project.resolve("scripts"));
        for (String name : new String[] {"common.sh", "run", "test", "calls", "replay"}) {
            Files.copy(Path.of("scripts", name), scripts.resolve(name));
        }
        Files.createDirectories(folder.resolve("bin"));
        tool("mvn", MAVEN);
        tool("java", JAVA);
        tool("npm", "exit 0");
        tool("node", "exit ${NODE_STATUS:-0}");
    }

    @Test
    @DisplayName("build once, and again after a build that did not come to its end")
    void build() throws Exception {
        assumeBash();
        assertThat(run("BUILD_STATUS", "1")).contains("BUILDING").doesNotContain("STARTING");
        assertThat(run("BUILD_STATUS", "0"))
                .contains("BUILDING")
                .containsPattern("STARTING -.* -cp conf:target/earshot\\.jar:target/lib/\\* dev\\.earshot\\.Earshot");
        assertThat(run("BUILD_STATUS", "0")).contains("STARTING").doesNotContain("BUILDING");
    }

    @Test
    @DisplayName("refuse a Node that cannot build the page, naming the one that can")
    void oldNode() throws Exception {
        assumeBash();
        assertThat(run("NODE_STATUS", "1")).contains("Node 20.19 or newer").doesNotContain("BUILDING");
    }

    @Test
    @DisplayName("tell after the tests what was skipped and why, in whichever form the reports have it")
    void skipped() throws Exception {
        assumeBash();
        tool("mvn", "mkdir -p target/failsafe-reports; cp *.xml target/failsafe-reports; exit ${BUILD_STATUS:-0}");
        Files.writeString(
                project.resolve("a.xml"),
                """
                <skipped message="Assumption failed: SKIPPED: no &quot;browser&quot;" type="a.B"><![CDATA[a.B: Assumption
                """);
        Files.writeString(
                project.resolve("b.xml"),
                """
                <skipped type="a.B"><![CDATA[a.B: Assumption failed: SKIPPED: no Redis of this machine
                	at a.B.c(B.java:1)]]></skipped>
                """);

        assertThat(run("test", "BUILD_STATUS", "0"))
                .contains("1 no \"browser\"\n", "1 no Redis of this machine\n", "All tests passed.")
                .doesNotContain("Nothing was skipped");
        assertThat(run("test", "BUILD_STATUS", "1")).contains("THERE ARE FAILURES");
        Files.delete(project.resolve("a.xml"));
        Files.writeString(project.resolve("b.xml"), "<testcase/>");
        assertThat(run("test", "BUILD_STATUS", "0")).contains("Nothing was skipped.");
    }

    @ParameterizedTest
    @CsvSource({"calls, show c1 --json, dev.earshot.client.CallsMain", "replay, x.earshot --check, dev.earshot.Replay"})
    @DisplayName("hand on what they are told, and where, from any folder")
    void handedOn(String script, String told, String main) throws Exception {
        assumeBash();
        assertThat(elsewhere(Map.of(), script, told.split(" "))
                        .assertSucceeded()
                        .output())
                .containsPattern("STARTING -Dearshot\\." + script + "\\.folder=" + Pattern.quote(folder.toString())
                        + " .*-cp " + "conf:target/earshot\\.jar:target/lib/\\* " + Pattern.quote(main + " " + told));
    }

    @Test
    @DisplayName("ask a running server for a call, and let its recording happen again")
    void callsAndReplay() throws Exception {
        assumeBash();
        tool("java", REAL_JAVA);
        try (CallBench bench = CallBench.open(Map.of("earshot.recorder.folder", folder.toString()))) {
            bench.place("said", agent(0, FIRST_TURN_MS)).join();
            bench.awaitEnd("said");
            Map<String, String> at = Map.of("EARSHOT_URL", bench.url());

            NodeScripts.Run nothing = elsewhere(at, "calls");
            assertThat(nothing.exitCode()).isEqualTo(2);
            assertThat(nothing.output()).contains("Usage: scripts/calls", "erase", "EARSHOT_CONSOLE_TOKEN");
            elsewhere(at, "calls", "export", "said", "--format", "text", "-o", "said.txt")
                    .assertSucceeded();
            assertThat(Files.readString(folder.resolve("said.txt"))).startsWith("Call said, started ");
        }
        assertThat(elsewhere(Map.of(), "replay", "--help").assertSucceeded().output())
                .startsWith("replay FILE");
        assertThat(elsewhere(Map.of(), "replay", recording()).assertSucceeded().output())
                .startsWith("The log is the recorded one: ");
    }

    private String recording() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("-said.earshot"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** From the folder that the project is in. */
    private NodeScripts.Run elsewhere(Map<String, String> environment, String script, String... told) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        all.put("JAVA_HOME", "");
        List<String> command = new ArrayList<>(List.of("/bin/bash", "a project/scripts/" + script));
        command.addAll(List.of(told));
        return NodeScripts.in(folder).run(all, command.toArray(String[]::new));
    }

    private void assumeBash() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "SKIPPED: /bin/bash is needed");
    }

    private String run(String name, String value) throws Exception {
        return run("run", name, value);
    }

    private String run(String script, String name, String value) throws Exception {
        String path = folder.resolve("bin") + ":" + System.getenv("PATH");
        return NodeScripts.in(project)
                .run(Map.of("PATH", path, "JAVA_HOME", "", name, value), "/bin/bash", "scripts/" + script)
                .output();
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void tool(String name, String body) throws IOException {
        Path tool = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/bash\n" + body + "\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }
}
