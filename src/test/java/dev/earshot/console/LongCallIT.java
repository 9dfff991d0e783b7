package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.node.NodeScripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an hour costs in time is for {@code scripts/bench-console} to measure; here, that the page holds no more at its end. */
@DisplayName("A browser that reads along with an hour's call")
class LongCallIT {

    private static final NodeScripts SCRIPTS = NodeScripts.in(Path.of("src/test/node/browser"));

    /** So many times as fast. */
    private static final int SPEED = 360;

    /** Rows of the transcript that are drawn at once, whatever its length: those near the screen. */
    private static final int MOST_ROWS = 150;

    @Test
    @DisplayName("has read all of it, and has only what is near the screen in its document, from beginning to end")
    void bounded() throws Exception {
        SCRIPTS.installed();
        assumeTrue(
                SCRIPTS.run(Map.of(), "node", "find-chromium.js").exitCode() == 0,
                "SKIPPED: Chromium is needed, as chromium or google-chrome on the PATH or named by CHROMIUM");
        assumeTrue(Files.exists(Path.of("target/console/index.html")), "SKIPPED: the console was not built");
        String output = SCRIPTS.run(Map.of("MOCK_HOUR", Integer.toString(SPEED)), "node", "hour.js")
                .assertSucceeded()
                .output();
        JsonNode report = new ObjectMapper().readTree(output.substring(output.indexOf('{')));

        JsonNode last = report.path("growth").path(report.path("growth").size() - 1);
        assertThat(last.path("events").asInt())
                .isEqualTo(report.path("cursor").asInt())
                .isGreaterThan(1_000);
        assertThat(report.path("growth"))
                .allSatisfy(moment -> assertThat(moment.path("rows").asInt()).isLessThanOrEqualTo(MOST_ROWS));
    }
}
