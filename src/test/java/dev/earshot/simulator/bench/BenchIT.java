package dev.earshot.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A few calls through real processes. What is held against them are counts, never times. */
@DisplayName("The measure")
class BenchIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BenchOptions FEW_CALLS =
            BenchOptions.parse(List.of("--calls", "3", "--seconds", "2", "--warmup", "1"));

    @Test
    @DisplayName("finds every frame of every call again behind Earshot")
    void earshot() throws Exception {
        assertEveryFrameHeard(measure(FEW_CALLS, Target.earshot(FEW_CALLS, earshotCommand())), "earshot");
    }

    @Test
    @DisplayName("finds every frame of every call again behind the relay")
    void relay() throws Exception {
        assertEveryFrameHeard(measure(FEW_CALLS, Target.relay(FEW_CALLS)), "relay");
    }

    @Test
    @DisplayName("loses nothing where the model confirms late and sessions are reset, and lets them hear again")
    void faults() throws Exception {
        BenchOptions faults = BenchOptions.parse(List.of(
                "--calls", "2", "--seconds", "2", "--warmup", "3", "--handshake-ms", "500", "--kill-per-second", "1"));

        BenchReport report = measure(faults, Target.earshot(faults, earshotCommand()));

        assertThat(report.failures()).isEmpty();
        assertThat(report.sessions().killed()).isPositive();
        assertThat(report.sessions().opened()).isGreaterThan(2);
        assertThat(report.frames().reheard()).isPositive();
    }

    @Test
    @DisplayName("shows a server's last words where it does not come up")
    void doesNotComeUp() {
        Target broken = Target.earshot(FEW_CALLS, List.of("sh", "-c", "echo no such thing; exit 3"));

        assertThatThrownBy(() -> BenchRun.of(FEW_CALLS, broken))
                .isInstanceOf(ServerProcess.CannotStart.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("no such thing");
    }

    private static BenchReport measure(BenchOptions options, Target target) throws Exception {
        return BenchRun.of(options, target);
    }

    private static void assertEveryFrameHeard(BenchReport report, String target) throws Exception {
        JsonNode json = JSON.readTree(ReportText.json(report));
        assertThat(report.failures()).isEmpty();
        assertThat(json.path("passed").asBoolean()).isTrue();
        assertThat(json.path("target").asText()).isEqualTo(target);
        assertThat(json.at("/calls/opened").asInt()).isEqualTo(3);
        assertThat(json.at("/frames/sent").asInt()).isPositive();
        assertThat(json.at("/frames/heard")).isEqualTo(json.at("/frames/sent"));
        assertThat(json.at("/frames/firstFramesLost").asInt()).isZero();
        assertThat(json.at("/latencyMs/count")).isEqualTo(json.at("/frames/heard"));
        assertThat(leaves("", json)).containsAll(EXPECTED);
        assertThat(ReportText.table(report)).contains("added latency", "0 lost").doesNotContain("FAILED");
    }

    private static final List<String> EXPECTED = List.of(
            "/setup/seconds",
            "/setup/warmUpSeconds",
            "/setup/handshakeMs",
            "/setup/killPerSecond",
            "/setup/redis",
            "/setup/serverCpus",
            "/setup/benchCpus",
            "/setup/processors",
            "/setup/javaVersion",
            "/calls/asked",
            "/calls/refused",
            "/calls/dropped",
            "/frames/lost",
            "/frames/lostInWarmUp",
            "/frames/duplicated",
            "/frames/outOfOrder",
            "/frames/crossTalk",
            "/frames/unreadable",
            "/frames/slips",
            "/frames/early",
            "/frames/reheard",
            "/sessions/opened",
            "/sessions/killed",
            "/sessions/failed",
            "/latencyMs/p50",
            "/latencyMs/p90",
            "/latencyMs/p99",
            "/latencyMs/p999",
            "/latencyMs/max",
            "/server/cpuMicrosPerFrame",
            "/server/cpuMsPerCallSecond",
            "/server/coreShare",
            "/server/rssStartMb",
            "/server/rssEndMb",
            "/server/gcPauses",
            "/server/gcTotalMs",
            "/server/gcMaxMs",
            "/server/allocatedBytesPerFrame",
            "/otherCores",
            "/generator/cpuMicrosPerFrame",
            "/generator/coreShare",
            "/generator/latenessMs/p99");

    private static List<String> leaves(String path, JsonNode node) {
        List<String> leaves = new ArrayList<>();
        node.properties().forEach(member -> leaves.addAll(leaves(path + "/" + member.getKey(), member.getValue())));
        if (node.isValueNode()) {
            leaves.add(path);
        }
        return leaves;
    }

    /** As scripts/run does, but from the classes under test: a build is under way, and must not start another. */
    private static List<String> earshotCommand() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                "sh",
                "-c",
                "exec \"$0\" $JAVA_OPTS -Dlogback.configurationFile=conf/logback.xml -cp \"$1\" dev.earshot.Earshot",
                java,
                System.getProperty("java.class.path"));
    }
}
