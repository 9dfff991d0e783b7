package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.earshot.CallBench;
import dev.earshot.node.NodeScripts;
import dev.earshot.signalr.CuttableProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A call that is followed over a wire that breaks")
class FollowedCallIT {

    private static final NodeScripts SCRIPTS = NodeScripts.in(Path.of("src/test/node/signalr"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FLAGS = 300;
    private static final int CUTS = 12;

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void install() throws Exception {
        SCRIPTS.installed();
    }

    @ParameterizedTest(name = "in {0}, stateful reconnect {1}, seed {2}")
    @CsvSource({"json, false, 1", "messagepack, false, 2", "json, true, 3", "messagepack, true, 4"})
    @DisplayName("arrives as the log has it, event for event")
    void arrivesAsLogged(String protocol, boolean stateful, long seed) throws Exception {
        try (CallBench bench = CallBench.open();
                CuttableProxy wire = new CuttableProxy(URI.create(bench.url()).getPort())) {
            bench.send("PUT", "/api/calls/followed", "{\"speakers\":[]}");
            await().until(() -> bench.record("followed").all("sessionChanged").stream()
                    .anyMatch(event -> event.path("state").asText().equals("ready")));
            int before = events(bench).size();
            CompletableFuture<JsonNode> follower = follow(wire, protocol, stateful);
            await().until(() -> wire.accepted() > 0);
            growAndCut(bench, wire, new Random(seed));

            JsonNode report = follower.join();
            List<JsonNode> log = events(bench);
            assertThat(log).hasSize(before + FLAGS);
            assertThat(list(report.path("received"))).isEqualTo(log);
            assertThat(wire.accepted()).as("wires").isGreaterThan(CUTS / 2);
            if (!stateful) {
                assertThat(report.path("connects").asInt()).isGreaterThan(CUTS / 3);
            }
        }
    }

    private static CompletableFuture<JsonNode> follow(CuttableProxy wire, String protocol, boolean stateful) {
        Map<String, String> environment = Map.of(
                "HUB_URL",
                "http://127.0.0.1:" + wire.port() + "/hubs/calls",
                "PROTOCOL",
                protocol,
                "STATEFUL",
                Boolean.toString(stateful),
                "CALL_ID",
                "followed",
                "LAST_NOTE",
                "flag " + FLAGS);
        return CompletableFuture.supplyAsync(() -> {
            try {
                String output = SCRIPTS.run(environment, "node", "following.js")
                        .assertSucceeded()
                        .output();
                return JSON.readTree(output.substring(output.indexOf('{')));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The log grows by what somebody else flags, and the wire is cut at instants that only the seed knows. */
    private static void growAndCut(CallBench bench, CuttableProxy wire, Random random) throws InterruptedException {
        HubConnection other =
                HubConnectionBuilder.create(bench.url() + "/hubs/calls").build();
        other.start().blockingAwait(20, TimeUnit.SECONDS);
        for (int i = 1; i <= FLAGS; i++) {
            other.invoke("Flag", "followed", "flag " + i).blockingAwait();
            Thread.sleep(random.nextInt(20));
            if (random.nextInt(FLAGS) < CUTS || i % (FLAGS / CUTS) == 0) {
                wire.cut();
            }
        }
        other.stop().blockingAwait(20, TimeUnit.SECONDS);
    }

    private static List<JsonNode> events(CallBench bench) {
        return list(bench.get("/api/calls/followed/events").path("events"));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
