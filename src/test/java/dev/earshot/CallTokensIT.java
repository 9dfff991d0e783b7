package dev.earshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.simulator.AcsTokens;
import dev.earshot.simulator.cli.CallMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls that sign their tokens")
class CallTokensIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    @DisplayName("are let in by an Earshot that has their keys, and those with bad tokens are not")
    void tokens() throws Exception {
        int keys = FreePort.find();
        Map<String, ?> guarded = Map.of(
                "earshot.acs.auth",
                "jwt",
                "earshot.acs.audience",
                AcsTokens.AUDIENCE,
                "earshot.acs.jwks-url",
                "http://127.0.0.1:" + keys + "/keys");
        try (CallBench bench = CallBench.open(guarded)) {
            // The keys are there only while calls are placed: it takes a while until they are asked for again.
            await().pollInterval(Duration.ofSeconds(1)).until(() -> place(bench.url(), keys) == 0);

            assertThat(out.toString(UTF_8))
                    .contains(
                            "-1  hung up", "-2  The media socket refused the call: 401", "-3  The media socket refused")
                    .contains("3 of 3 calls came to their end, and their ledgers name what was done to them, exactly.");
        }
    }

    private int place(String url, int keys) throws InterruptedException {
        out.reset();
        String[] arguments = {
            "--url",
            url,
            "--sign",
            "" + keys,
            "--calls",
            "3",
            "--spread",
            "30ms",
            "--length",
            "500ms",
            "--check",
            "--fault",
            "call 2: token expired",
            "--fault",
            "call 3: token missing"
        };
        return CallMain.run(arguments, new PrintStream(out, true, UTF_8), System.err);
    }
}
