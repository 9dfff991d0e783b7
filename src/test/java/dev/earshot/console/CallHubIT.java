package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.earshot.CallBench;
import dev.earshot.Patience;
import dev.earshot.RecordedSpeech;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The hub of calls, to its official client")
class CallHubIT {

    private static final Duration PATIENCE = Patience.LIMIT;

    private final Queue<JsonObject> lists = new ConcurrentLinkedQueue<>();
    private final Queue<JsonObject> events = new ConcurrentLinkedQueue<>();
    private CallBench bench;
    private HubConnection client;

    @BeforeEach
    void connect() {
        bench = CallBench.open();
        client = HubConnectionBuilder.create(bench.url() + "/hubs/calls").build();
        client.on("calls", lists::add, JsonObject.class);
        client.on("event", events::add, JsonObject.class);
        client.start().blockingAwait(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        client.stop().blockingAwait(20, TimeUnit.SECONDS);
        bench.close();
    }

    @Test
    @DisplayName("follows a call from its start to its end without a gap, and resumes from any cursor")
    void followsACall() {
        client.invoke("Watch").blockingAwait();
        var placed = bench.place("followed", RecordedSpeech.agent(0, RecordedSpeech.FIRST_TURN_MS));
        await().atMost(PATIENCE).until(() -> lists.stream().anyMatch(list -> names(list, "followed")));
        JsonObject snapshot = subscribe("followed", 0);
        await().atMost(PATIENCE).until(() -> takesSpeaker("followed"));
        assertThat(snapshot.get("state").getAsString()).isEqualTo("live");

        await().atMost(PATIENCE)
                .until(() -> events.stream().anyMatch(event -> type(event).equals("callEnded")));

        placed.join();
        List<Long> seqs = new ArrayList<>(seqs(snapshot.getAsJsonArray("events")));
        events.stream().filter(event -> event.has("seq")).forEach(event -> seqs.add(seq(event)));
        assertThat(seqs)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, seqs.size()).boxed().toList());
        assertThat(events.stream().map(CallHubIT::type))
                .contains("utterancePartial", "utteranceFinal", "health", "speakerChanged")
                .last()
                .isEqualTo("callEnded");
        JsonObject rest = subscribe("followed", 3);
        assertThat(seqs(rest.getAsJsonArray("events"))).isEqualTo(seqs.subList(3, seqs.size()));
        assertThat(rest.get("lastSeq").getAsLong()).isEqualTo(seqs.size());
        assertThat(rest.get("state").getAsString()).isEqualTo("ended");
        assertThat(client.stream(JsonObject.class, "Replay", "followed", 0L, 0.0)
                        .toList()
                        .blockingGet())
                .isEqualTo(list(subscribe("followed", 0).getAsJsonArray("events")));
        assertThat(client.stream(JsonObject.class, "Replay", "followed", seqs.size() - 1L, 1.0)
                        .map(CallHubIT::type)
                        .toList()
                        .blockingGet())
                .containsExactly("callEnded");
        JsonObject listed = client.invoke(JsonObject.class, "ListCalls").blockingGet();
        assertThat(names(listed, "followed")).isTrue();
    }

    @Test
    @DisplayName(
            "writes what is flagged into the log of a living call, and refuses what became of a hint it never offered")
    void writesIntoTheLog() {
        bench.send("PUT", "/api/calls/flagged", "{\"speakers\":[]}");
        subscribe("flagged", 0);

        client.invoke("Flag", "flagged", "listen to this").blockingAwait();
        await().atMost(PATIENCE)
                .until(() -> events.stream().map(CallHubIT::type).anyMatch("flagged"::equals));
        assertThatThrownBy(() ->
                        client.invoke("Outcome", "flagged", "h1", "rendered").blockingAwait())
                .hasMessageContaining("The call has offered no such hint");
        assertThatThrownBy(
                        () -> client.invoke("Outcome", "flagged", "h1", "loved").blockingAwait())
                .hasMessageContaining("rendered, used, dismissed, wrong");
        assertThatThrownBy(
                        () -> client.invoke("Speaker", "flagged", "t1", "agent").blockingAwait())
                .hasMessageContaining("The call has no such track");
        assertThatThrownBy(() ->
                        client.invoke("Speaker", "flagged", "t1", "Agent 7").blockingAwait())
                .hasMessageContaining("lower-case letters and dashes");
        assertThatThrownBy(() -> client.invoke("Flag", "nobody", "x").blockingAwait())
                .hasMessageContaining("Unknown call 'nobody'");
    }

    @Test
    @DisplayName("says that it does not know a call, however often it is asked")
    void unknownCall() {
        for (int i = 0; i < 150; i++) {
            String callId = "nobody-" + i;
            assertThatThrownBy(() -> subscribe(callId, 0)).hasMessageContaining("Unknown call '" + callId + "'");
        }
        bench.send("PUT", "/api/calls/known", "{\"speakers\":[]}");
        assertThat(subscribe("known", -5).get("callId").getAsString()).isEqualTo("known");
    }

    @Test
    @DisplayName("tells a living call again at its own pace and goes on with it, until it is told to stop")
    void replaysALivingCall() {
        bench.send("PUT", "/api/calls/living", "{\"speakers\":[]}");
        client.invoke("Flag", "living", "one").blockingAwait();
        Queue<JsonObject> told = new ConcurrentLinkedQueue<>();
        Disposable replay =
                client.stream(JsonObject.class, "Replay", "living", 0L, 100.0).subscribe(told::add);
        await().atMost(PATIENCE).until(() -> told.stream().map(CallHubIT::type).anyMatch("flagged"::equals));
        client.invoke("Flag", "living", "two").blockingAwait();
        await().atMost(PATIENCE)
                .until(() -> told.stream()
                                .map(CallHubIT::type)
                                .filter("flagged"::equals)
                                .count()
                        == 2);
        replay.dispose();
        assertThat(subscribe("living", 0).get("callId").getAsString()).isEqualTo("living");
    }

    @Test
    @DisplayName("does not tell again what it does not know, nor backwards")
    void refusesAReplay() {
        assertThatThrownBy(() -> client.stream(JsonObject.class, "Replay", "nobody", 0L, 0.0)
                        .blockingSubscribe())
                .hasMessageContaining("Unknown call 'nobody'");
        assertThatThrownBy(() -> client.stream(JsonObject.class, "Replay", "nobody", 0L, -1.0)
                        .blockingSubscribe())
                .hasMessageContaining("The speed is 0 for as fast as it goes, or 0.1 to 100");
    }

    @Test
    @DisplayName("says that the store is away, and not that a call is unknown")
    void storeAway() {
        try (CallBench storeless = CallBench.open(Map.of("earshot.redis.url", "redis://127.0.0.1:1"))) {
            HubConnection other =
                    HubConnectionBuilder.create(storeless.url() + "/hubs/calls").build();
            other.start().blockingAwait(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> other.invoke(JsonObject.class, "Subscribe", "elsewhere", 0L)
                            .blockingGet())
                    .hasMessageContaining("The store cannot be reached now");
            assertThatThrownBy(() -> other.invoke("Flag", "elsewhere", "x").blockingAwait())
                    .hasMessageContaining("The store cannot be reached now");
            other.stop().blockingAwait(20, TimeUnit.SECONDS);
        }
    }

    /** Once its first track has joined. */
    private boolean takesSpeaker(String callId) {
        try {
            client.invoke("Speaker", callId, "t1", "recruiter").blockingAwait();
            return true;
        } catch (RuntimeException noTrackYet) {
            return false;
        }
    }

    private JsonObject subscribe(String callId, long afterSeq) {
        return client.invoke(JsonObject.class, "Subscribe", callId, afterSeq).blockingGet();
    }

    private static boolean names(JsonObject list, String callId) {
        return StreamSupport.stream(list.getAsJsonArray("calls").spliterator(), false)
                .anyMatch(call ->
                        call.getAsJsonObject().get("callId").getAsString().equals(callId));
    }

    private static String type(JsonObject event) {
        return event.get("type").getAsString();
    }

    private static long seq(JsonElement event) {
        return event.getAsJsonObject().get("seq").getAsLong();
    }

    private static List<JsonObject> list(Iterable<JsonElement> some) {
        return StreamSupport.stream(some.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static List<Long> seqs(Iterable<JsonElement> some) {
        return StreamSupport.stream(some.spliterator(), false)
                .map(CallHubIT::seq)
                .toList();
    }
}
