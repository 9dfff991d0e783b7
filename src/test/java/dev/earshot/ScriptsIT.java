package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.node.NodeScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts as they are, in a folder whose name has a space, with tools that only say that they were called. */
@DisplayName("The scripts")
class ScriptsIT {

    private static final String MAVEN =
            "echo BUILDING; mkdir -p target/lib; touch target/earshot.jar; exit ${BUILD_STATUS:-0}";
    private static final String JAVA = "[ \"$1\" = -version ] && echo 'version \"17\"' || echo \"STARTING $*\"";

    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void copy() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        Files.createDirectories(project.resolve("src/main"));
        Files.createFile(project.resolve("pom.xml"));
        Path scripts = Files.createDirectories(project.resolve("scripts"));
        for (String name : new String[] {"common.sh", "run", "test"}) {
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

    private void tool(String name, String body) throws IOException {
        Path tool = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/bash\n" + body + "\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }
}
