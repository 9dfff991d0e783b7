package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.simulator.AcsTokens;
import dev.earshot.simulator.cli.CallMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/call --ring} against an Earshot that knows no more of it than the line that it prints. */
@DisplayName("A call that is rung from the command line")
class RungCallsIT {

    private static final String KEY = "endpoint=http://127.0.0.1:%d/;accesskey=YSBrZXkgdGhhdCBvcGVucyBub3RoaW5n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final int port;

    @TempDir
    private Path folder;

    RungCallsIT() throws IOException {
        port = FreePort.find();
    }

    private CallBench bench(Map<String, ?> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "earshot.acs.connection-string",
                KEY.formatted(port),
                "earshot.acs.requests.backoff.min",
                "10ms",
                "earshot.acs.media-restarts.backoff.min",
                "10ms"));
        // sockets are lost on purpose, and come again only when the caller dials
        settings.put("earshot.call.grace", "60s");
        settings.putAll(more);
        return CallBench.open(settings);
    }

    @Test
    @DisplayName("is walked from the handshake to the hang-up, and its ledger names what was sent")
    void walked() throws Exception {
        try (CallBench bench = bench(Map.of("earshot.acs.sample-rate", "24000", "earshot.acs.dtmf", "true"))) {
            int status = run(bench, "--handshake", "--id", "walked", "--length", "4s", "--dtmf", "7@1s", "--check");

            assertThat(text(out))
                    .contains("EARSHOT_ACS_CONNECTION_STRING='" + KEY.formatted(port) + "'")
                    .contains("Event Grid's handshake was answered.")
                    .contains("walked  hung up; done: dtmf 7 ×1")
                    .contains("8:acs:demo_other     200 frames, 96,000 samples")
                    .contains("1 of 1 calls came to their end, and their ledgers name what was done to them, exactly.");
            assertThat(status).isZero();
            CallRecord record = bench.awaitEnd("walked");
            assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("hungUp");
            assertThat(record.all("connectionChanged"))
                    .extracting(changed -> changed.path("state").asText())
                    .containsExactlyInAnyOrder("answered", "connected", "streaming", "disconnected");
        }
    }

    @Test
    @DisplayName("is heard to the last sample whatever the platform and the caller do wrong")
    void faults() throws Exception {
        try (CallBench bench = bench(Map.of())) {
            int status = run(
                    bench,
                    "--calls=8",
                    "--length=4s",
                    "--check",
                    "--fault=gap of 80ms at 1s",
                    "--fault=call 1: ring twice",
                    "--fault=call 2: answer refused 429,503",
                    "--fault=call 3: answer lost",
                    "--fault=call 4: media fails 2 times with 8603",
                    "--fault=call 5: callbacks twice",
                    "--fault=call 6: callbacks reversed",
                    "--fault=call 7: callbacks together",
                    "--fault=call 8: reset at 2s redial after 300ms");

            assertThat(text(out))
                    .contains("8 of 8 calls came to their end, and their ledgers name what was done to them, exactly.");
            assertThat(status).isZero();
        }
    }

    @Test
    @DisplayName("is heard to its end though its line is dead for seconds and dials again by itself")
    void lateRedial() throws Exception {
        try (CallBench bench = bench(Map.of())) {
            int status = run(bench, "--check", "--length=4s", "--fault=reset at 1s redial after 2s");

            assertThat(text(out))
                    .contains("1 of 1 calls came to their end, and their ledgers name what was done to them, exactly.");
            assertThat(status).isZero();
        }
    }

    @Test
    @DisplayName("is left alone where the event of it comes too late")
    void late() throws Exception {
        try (CallBench bench = bench(Map.of())) {
            int status = run(bench, "--check", "--ring-time=3s", "--fault=ring late");

            assertThat(text(out))
                    .contains("It rang for 3000ms, and was not answered")
                    .contains("1 of 1 calls came to their end, and their ledgers name what was done to them, exactly.");
            assertThat(status).isZero();
        }
    }

    @Test
    @DisplayName("tells an Earshot that answers no phones, and one that is not there")
    void notAnswered() throws Exception {
        try (CallBench bench = CallBench.open()) {
            assertThat(run(bench, "--id", "nobody")).isEqualTo(1);
            assertThat(text(out))
                    .contains("nobody  The event of the call was refused with 404: Earshot was not started with the"
                            + " connection string above");
            assertThat(run(bench, "--handshake")).isEqualTo(1);
            assertThat(text(err)).startsWith("earshot: The handshake of Event Grid was answered with 404");
        }
        assertThat(CallMain.run(
                        new String[] {"--ring", "--platform", "" + port, "--url", "http://127.0.0.1:1"},
                        printer(out),
                        printer(err)))
                .isEqualTo(1);
        assertThat(text(out)).contains("Earshot cannot be told of a call: ");
    }

    @Test
    @DisplayName("shows at every door what it must, and a bad token is its end")
    void doors() throws Exception {
        int keys = FreePort.find();
        String events = "for-events-and-nothing-else";
        Map<String, String> asked = Map.of(
                "earshot.acs.auth",
                "both",
                "earshot.acs.audience",
                AcsTokens.AUDIENCE,
                "earshot.acs.jwks-url",
                "http://127.0.0.1:" + keys + "/keys",
                "earshot.acs.jwks-cooldown",
                "1s",
                "earshot.acs.call-key",
                "a-key-of-at-least-thirty-two-characters",
                "earshot.acs.events-key",
                events);
        try (CallBench bench = bench(asked)) {
            List<String> arguments = List.of(
                    "--ring",
                    "--platform=" + port,
                    "--url=" + bench.url(),
                    "--calls=2",
                    "--length=2s",
                    "--sign=" + keys,
                    "--fault=call 2: token expired",
                    "--check");

            assertThat(process(arguments, Map.of("EARSHOT_ACS_EVENTS_KEY", events)))
                    .as(text(out))
                    .isZero();
            assertThat(text(out)).contains("-2  The media socket refused the call: 401 Unauthorized");
            assertThat(process(arguments, Map.of())).isEqualTo(1);
            assertThat(text(out)).contains("refused with 401: EARSHOT_ACS_EVENTS_KEY must be the same as Earshot's");
        }
    }

    private int run(CallBench bench, String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--ring", "--platform", "" + port, "--url", bench.url()));
        arguments.addAll(Arrays.asList(more));
        return CallMain.run(arguments.toArray(String[]::new), printer(out), printer(err));
    }

    private int process(List<String> arguments, Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CallMain.class.getName()));
        command.addAll(arguments);
        Path written = folder.resolve("out.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(written.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EARSHOT_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(Patience.LIMIT.toSeconds() * 2, TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        out.writeBytes(Files.readAllBytes(written));
        return process.exitValue();
    }

    private static PrintStream printer(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream written) {
        return written.toString(StandardCharsets.UTF_8);
    }
}
