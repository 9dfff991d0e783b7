package dev.earshot.client;

import static dev.earshot.RecordedSpeech.FIRST_TURN_MS;
import static dev.earshot.RecordedSpeech.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.CallBench;
import dev.earshot.transcript.EmbeddedRedis;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Earshot that guards its calls, over a real Redis, after a restart: the calls are there and nowhere else. */
@DisplayName("The command line for calls of a real Earshot")
class CallsOfEarshotIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    @DisplayName("finds a call, shows it, takes it away, tells it again as it was before a restart, and erases it")
    void all() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(64);
                CallBench bench = CallBench.open(Map.of("earshot.redis.url", redis.url()))) {
            bench.place("kept", agent(0, FIRST_TURN_MS)).join();
            String said = bench.awaitEnd("kept")
                    .all("utteranceFinal")
                    .get(0)
                    .path("text")
                    .asText();
            bench.restart();

            assertThat(run(bench, "list")).isZero();
            assertThat(text()).contains("ended", "  kept");
            assertThat(run(bench, "show", "kept")).isZero();
            assertThat(text()).contains("books t1   received ");
            assertThat(run(bench, "replay", "kept", "--fast")).isZero();
            assertThat(text()).contains(": " + said).endsWith("ended: mediaEnded\n");
            for (String form : new String[] {"json", "vtt", "srt", "text"}) {
                Path file = folder.resolve("call." + form);
                assertThat(run(bench, "export", "kept", "--format", form, "-o", file.toString()))
                        .isZero();
                assertThat(Files.readString(file)).contains(said);
            }
            bench.send("PUT", "/api/calls/newer", "{\"speakers\":[]}");
            assertThat(run(bench, "list", "--limit", "1")).isZero();
            assertThat(text()).contains("  newer").doesNotContain("  kept");
            String more = err.toString(StandardCharsets.UTF_8).strip();
            assertThat(run(bench, "list", "--before", more.substring(more.lastIndexOf(' ') + 1)))
                    .isZero();
            assertThat(text()).contains("  kept").doesNotContain("  newer");

            assertThat(run(bench, "erase", "newer", "--yes")).isEqualTo(1);
            assertThat(run(bench, "erase", "kept", "--yes")).isZero();
            assertThat(run(bench, "show", "kept")).isEqualTo(3);
            assertThat(run(bench, "show", "nobody")).isEqualTo(3);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("(409 callLives)", "Unknown call 'nobody' (404 unknownCall)");
        }
    }

    private int run(CallBench bench, String... arguments) {
        out.reset();
        return CallsMain.run(
                arguments,
                Map.of("EARSHOT_URL", bench.url()),
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
