package dev.earshot.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Scripts that drive the browser of this machine, and print what they saw as one JSON object. */
public final class Browser {

    private static final NodeScripts SCRIPTS = NodeScripts.in(Path.of("src/test/node/browser"));

    private Browser() {}

    /** Skips the test, saying so, where there is no Node or no browser. */
    public static void assumeThere() throws IOException, InterruptedException {
        SCRIPTS.installed();
        assumeTrue(
                SCRIPTS.run(Map.of(), "node", "find-chromium.js").exitCode() == 0,
                "SKIPPED: Chromium is needed, as chromium or google-chrome on the PATH or named by CHROMIUM");
    }

    /** Runs one to its end. What it complains of stands before the object. */
    public static JsonNode run(String script, Map<String, String> environment)
            throws IOException, InterruptedException {
        String output =
                SCRIPTS.run(environment, "node", script).assertSucceeded().output();
        return new ObjectMapper().readTree(output.substring(output.indexOf('{')));
    }
}
