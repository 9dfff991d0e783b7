package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.acs.MediaForms;
import dev.earshot.acs.MediaForms.Form;
import dev.earshot.server.RawClient;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.sockets.WireFrames;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One call brings what it should not, over real sockets, while another is an ordinary one. */
@DisplayName("A call that brings")
class HostileMediaIT {

    private static final int MUTANTS = 4_000;
    private static final int POLICY_VIOLATION = 1008;

    /** Another one with {@code -Dearshot.seed=…}. */
    private static final long SEED = Long.getLong("earshot.seed", 20_261_125L);

    @Test
    @DisplayName(
            "every form of message, and thousands of broken ones, is heard on, harms no other, and troubles nobody")
    void forms() throws Exception {
        System.out.println("HostileMediaIT: earshot.seed=" + SEED);
        List<Form> forms = MediaForms.all();
        Random random = new Random(SEED);
        try (CapturedLog log = CapturedLog.open();
                CallBench bench = CallBench.open()) {
            CompletableFuture<AcsCaller.Result> calm =
                    bench.place("calm", RecordedSpeech.agent(0, RecordedSpeech.FIRST_TURN_MS));
            bench.awaitReceived("calm", "t1", Duration.ofMillis(200));

            try (RawClient hostile = upgraded(bench, "hostile")) {
                for (Form form : forms) {
                    send(hostile, form.json(), random);
                }
                for (int i = 0; i < MUTANTS; i++) {
                    send(hostile, MediaForms.mutant(forms, random), random);
                }
                hostile.send(
                        WireFrames.masked(
                                WireFrames.TEXT,
                                utf8(
                                        "{\"kind\":\"AudioData\",\"audioData\":{\"participantRawID\":\"8:acs:last\",\"data\":\"AQIDBA==\"}}")));
                await().untilAsserted(
                                () -> assertThat(received(bench, "hostile")).isPositive());
                await().untilAsserted(() -> hostile.send(WireFrames.masked(WireFrames.PING, utf8("still here?"))));
                assertThat(hostile.opcode())
                        .as("seed %d: the socket is still there", SEED)
                        .isEqualTo(WireFrames.PONG);
            }
            for (int i = 0; i < 20; i++) {
                garbage(bench, random);
            }

            PerfectBooks.assertOf(bench, "calm", ended(bench, calm));
            assertBalances(bench, "hostile");
            assertThat(log.troubles()).as("seed %d", SEED).isEmpty();
        }
    }

    @Test
    @DisplayName("more than any call could is closed, whatever it is, and no other misses a sample")
    void flood() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CallBench bench = CallBench.open(Map.of("earshot.call.max-media-messages-per-second", 200))) {
            CompletableFuture<AcsCaller.Result> calm =
                    bench.place("calm", RecordedSpeech.agent(0, RecordedSpeech.FIRST_TURN_MS));
            bench.awaitReceived("calm", "t1", Duration.ofMillis(200));

            byte[] frame = WireFrames.masked(
                    WireFrames.TEXT,
                    utf8("{\"kind\":\"AudioData\",\"audioData\":{\"participantRawID\":\"8:acs:x\",\"data\":\""
                            + "AAAA".repeat(160) + "\"}}"));
            byte[] ping = WireFrames.masked(WireFrames.PING, utf8("?"));
            byte[] large = WireFrames.masked(WireFrames.BINARY, new byte[500_000]);
            assertClosed(bench, "frames", frame);
            assertClosed(bench, "pings", ping);
            assertClosed(bench, "bytes", large);

            PerfectBooks.assertOf(bench, "calm", ended(bench, calm));
            assertBalances(bench, "frames");
            for (String call : List.of("frames", "pings", "bytes")) {
                assertThat(log.lines())
                        .anyMatch(line -> line.contains("tooMuch") && line.contains("call=\"" + call + "\""));
            }
            assertThat(log.troubles()).isEmpty();
        }
    }

    /** Sends the same all the time until the other side has enough of it. */
    private static void assertClosed(CallBench bench, String call, byte[] frame) throws Exception {
        try (RawClient flood = upgraded(bench, call)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        flood.send(frame);
                    }
                } catch (IOException closed) {
                    // as it must
                }
            });
            assertToldOrReset(flood);
            flood.reset();
            sending.join();
        }
    }

    /** Who goes on sending may have the connection reset by its own bytes before it has read why. */
    private static void assertToldOrReset(RawClient flood) throws IOException {
        try {
            int opcode = flood.in().readUnsignedByte() & 0x0f;
            while (opcode == WireFrames.PONG) {
                flood.in().skipNBytes(flood.in().readUnsignedByte());
                opcode = flood.in().readUnsignedByte() & 0x0f;
            }
            assertThat(opcode).isEqualTo(WireFrames.CLOSE);
            byte[] payload = flood.in().readNBytes(flood.in().readUnsignedByte());
            assertThat((payload[0] & 0xff) << 8 | payload[1] & 0xff).isEqualTo(POLICY_VIOLATION);
            assertThat(new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8))
                    .isEqualTo("more than a call can bring");
        } catch (SocketTimeoutException stillThere) {
            throw stillThere;
        } catch (IOException reset) {
            // gone, too
        }
    }

    /** Bytes that are hardly ever a frame. */
    private static void garbage(CallBench bench, Random random) throws IOException {
        try (RawClient client = upgraded(bench, "garbage-" + random.nextInt(1_000_000))) {
            byte[] bytes = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(bytes);
            try {
                client.send(bytes);
                client.finish();
                client.in().readAllBytes();
            } catch (IOException goneBefore) {
                // as well
            }
        }
    }

    private static RawClient upgraded(CallBench bench, String callId) throws IOException {
        RawClient client = new RawClient(bench.address());
        client.send(RawClient.upgrade("/acs/media/" + callId));
        assertThat(client.head()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    /** As text or bytes, in one frame or in two. */
    private static void send(RawClient client, String message, Random random) throws IOException {
        byte[] bytes = utf8(message);
        int opcode = random.nextBoolean() ? WireFrames.TEXT : WireFrames.BINARY;
        if (bytes.length < 2 || random.nextInt(4) > 0) {
            client.send(WireFrames.masked(opcode, bytes));
            return;
        }
        int cut = 1 + random.nextInt(bytes.length - 1);
        client.send(
                WireFrames.maskedStart(opcode, Arrays.copyOf(bytes, cut)),
                WireFrames.masked(WireFrames.CONTINUATION, Arrays.copyOfRange(bytes, cut, bytes.length)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AcsCaller.Result ended(CallBench bench, CompletableFuture<AcsCaller.Result> call) {
        AcsCaller.Result sent = call.join();
        bench.awaitEnd("calm");
        return sent;
    }

    private static long received(CallBench bench, String callId) {
        long samples = 0;
        for (JsonNode track : bench.get("/api/calls/" + callId + "/ledger").path("tracks")) {
            samples += track.path("received").asLong();
        }
        return samples;
    }

    private static void assertBalances(CallBench bench, String callId) {
        for (JsonNode track : bench.get("/api/calls/" + callId + "/ledger").path("tracks")) {
            long accounts = track.path("held").asLong() + track.path("appended").asLong();
            for (JsonNode reason : track.path("discarded")) {
                accounts += reason.asLong();
            }
            assertThat(track.path("received").asLong()).as("%s", track).isEqualTo(accounts);
        }
    }
}
