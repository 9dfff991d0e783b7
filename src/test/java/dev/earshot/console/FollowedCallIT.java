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
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four ways of following, each with a call and a wire of its own, all at once: most of their time they wait. */
@DisplayName("A call that is followed over a wire that breaks")
class FollowedCallIT {

    private static final NodeScripts SCRIPTS = NodeScripts.in(Path.of("src/test/node/signalr"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FLAGS = 300;
    private static final int CUTS = 12;

    /** Two a way: one that follows, one that makes it hard. */
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);

    private static final Map<Way, CompletableFuture<Outcome>> OUTCOMES = new HashMap<>();

    /** How a client follows, and the seed of what happens to its wire. */
    private record Way(String protocol, boolean stateful, long seed) {

        String callId() {
            return "followed-" + seed;
        }
    }

    /** What the client printed, what was in the log before anybody flagged anything and at the end, and the wires it took. */
    private record Outcome(JsonNode report, int before, List<JsonNode> log, int wires) {}

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void follow() throws Exception {
        SCRIPTS.installed();
        if (!OUTCOMES.isEmpty()) {
            return;
        }
        List<Way> ways = List.of(
                new Way("json", false, 1),
                new Way("messagepack", false, 2),
                new Way("json", true, 3),
                new Way("messagepack", true, 4));
        try (CallBench bench = CallBench.open()) {
            ways.forEach(way -> OUTCOMES.put(way, CompletableFuture.supplyAsync(() -> followed(bench, way), THREADS)));
            OUTCOMES.values()
                    .forEach(outcome -> outcome.exceptionally(failed -> null).join());
        }
    }

    @AfterAll
    static void stop() {
        THREADS.shutdown();
    }

    @ParameterizedTest(name = "in {0}, stateful reconnect {1}, seed {2}")
    @CsvSource({"json, false, 1", "messagepack, false, 2", "json, true, 3", "messagepack, true, 4"})
    @DisplayName("arrives as the log has it, event for event")
    void arrivesAsLogged(String protocol, boolean stateful, long seed) {
        Outcome outcome = OUTCOMES.get(new Way(protocol, stateful, seed)).join();
        assertThat(outcome.log()).hasSize(outcome.before() + FLAGS);
        assertThat(list(outcome.report().path("received"))).isEqualTo(outcome.log());
        assertThat(outcome.wires()).as("wires").isGreaterThan(CUTS / 2);
        if (!stateful) {
            assertThat(outcome.report().path("connects").asInt()).isGreaterThan(CUTS / 3);
        }
    }

    private static Outcome followed(CallBench bench, Way way) {
        try (CuttableProxy wire = new CuttableProxy(URI.create(bench.url()).getPort())) {
            bench.send("PUT", "/api/calls/" + way.callId(), "{\"speakers\":[]}");
            await().until(() -> bench.record(way.callId()).all("sessionChanged").stream()
                    .anyMatch(event -> event.path("state").asText().equals("ready")));
            int before = events(bench, way).size();
            CompletableFuture<JsonNode> follower = CompletableFuture.supplyAsync(() -> report(wire, way), THREADS);
            await().until(() -> wire.accepted() > 0);
            growAndCut(bench, wire, way);
            return new Outcome(follower.join(), before, events(bench, way), wire.accepted());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode report(CuttableProxy wire, Way way) {
        Map<String, String> environment = Map.of(
                "HUB_URL",
                "http://127.0.0.1:" + wire.port() + "/hubs/calls",
                "PROTOCOL",
                way.protocol(),
                "STATEFUL",
                Boolean.toString(way.stateful()),
                "CALL_ID",
                way.callId(),
                "LAST_NOTE",
                "flag " + FLAGS);
        try {
            String output = SCRIPTS.run(environment, "node", "following.js")
                    .assertSucceeded()
                    .output();
            return JSON.readTree(output.substring(output.indexOf('{')));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The log grows by what somebody else flags, and the wire is cut at instants that only the seed knows. */
    private static void growAndCut(CallBench bench, CuttableProxy wire, Way way) throws InterruptedException {
        Random random = new Random(way.seed());
        HubConnection other =
                HubConnectionBuilder.create(bench.url() + "/hubs/calls").build();
        other.start().blockingAwait(20, TimeUnit.SECONDS);
        for (int i = 1; i <= FLAGS; i++) {
            other.invoke("Flag", way.callId(), "flag " + i).blockingAwait();
            Thread.sleep(random.nextInt(20));
            if (random.nextInt(FLAGS) < CUTS || i % (FLAGS / CUTS) == 0) {
                wire.cut();
            }
        }
        other.stop().blockingAwait(20, TimeUnit.SECONDS);
    }

    private static List<JsonNode> events(CallBench bench, Way way) {
        return list(bench.get("/api/calls/" + way.callId() + "/events").path("events"));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
