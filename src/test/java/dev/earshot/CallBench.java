package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.realtime.RealtimeServer;
import dev.earshot.simulator.realtime.RealtimeServerSettings;
import dev.earshot.simulator.speech.ScriptedEngine;
import dev.earshot.simulator.speech.SpeechUnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An Earshot as operators run it, a realtime service beside it, and a platform that dials in. Sockets between all. */
public final class CallBench implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_CALL = Patience.LIMIT.multipliedBy(2);
    private static final int KEPT_EVENTS = 2_000;
    private static final ScriptedEngine ENGINE = engine();

    private final ActorSystem<Void> world = ActorSystem.create(Behaviors.empty(), "world");
    private final HttpClient http = HttpClient.newHttpClient();
    private final RealtimeServer realtime;
    private final Map<String, Object> settings = new HashMap<>();
    private final Path spill = temporary();
    private Earshot earshot;

    private CallBench(Map<String, ?> overrides, RealtimeServerSettings service) {
        realtime = RealtimeServer.start(
                        world, service.withResponseTime(Duration.ofMillis(50)).keepingEvents(KEPT_EVENTS))
                .toCompletableFuture()
                .join();
        settings.put("earshot.http.port", 0);
        settings.put("earshot.admin.port", 0);
        settings.put("earshot.realtime.url", realtime.url() + "?model=local");
        settings.put("earshot.redis.url", "none");
        settings.put("earshot.redis.spill-directory", spill.toString());
        settings.put("earshot.audio.rehearsal", "0s");
        settings.put("earshot.call.grace", "300ms");
        settings.putAll(overrides);
        earshot = Earshot.start(config());
    }

    public static CallBench open() {
        return open(Map.of());
    }

    /** With some settings of its own. */
    public static CallBench open(Map<String, ?> overrides) {
        return new CallBench(overrides, RealtimeServerSettings.with(ENGINE));
    }

    /** With sessions that expire after so long. */
    static CallBench openWithSessionsOf(Duration life) {
        return new CallBench(Map.of(), RealtimeServerSettings.with(ENGINE).withSessionDuration(life));
    }

    private static ScriptedEngine engine() {
        try {
            return ScriptedEngine.load(List.of(Path.of("speech")));
        } catch (SpeechUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("earshot-spill");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Config config() {
        return ConfigFactory.parseMap(settings).withFallback(Settings.loadConfig());
    }

    public RealtimeServer realtime() {
        return realtime;
    }

    public String url() {
        return "http://127.0.0.1:" + earshot.port();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", earshot.port());
    }

    /** What is measured, as a scraper reads it. */
    String metrics() {
        return send("GET", URI.create("http://127.0.0.1:" + earshot.adminPort() + "/metrics"), "", Map.of())
                .http()
                .body();
    }

    /** Stops this Earshot and starts another with the same settings. */
    public void restart() {
        earshot.stop().toCompletableFuture().join();
        earshot = Earshot.start(config());
    }

    /** An ordinary call of these people, to be altered. */
    AcsCallerOptions.Builder call(String callId, AcsCallerOptions.Participant... participants) {
        return AcsCallerOptions.to(URI.create("ws://127.0.0.1:" + earshot.port() + "/acs/media/" + callId), callId)
                .participants(List.of(participants));
    }

    CompletableFuture<AcsCaller.Result> place(AcsCallerOptions.Builder call) {
        return AcsCaller.place(call.build());
    }

    /** Places a call of these people. */
    public CompletableFuture<AcsCaller.Result> place(String callId, AcsCallerOptions.Participant... participants) {
        return place(call(callId, participants));
    }

    public CallRecord record(String callId) {
        return new CallRecord(get("/api/calls/" + callId + "/events").path("events"));
    }

    /** A call that nobody has heard of yet is waited for, too: it may be ringing. */
    public CallRecord awaitEnd(String callId) {
        await().atMost(LONGEST_CALL).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(
                        record(callId).all("callEnded"))
                .as("the end")
                .isNotEmpty());
        return record(callId);
    }

    void awaitReceived(String callId, String track, Duration audio) {
        await().atMost(LONGEST_CALL).pollInterval(Duration.ofMillis(50)).until(() -> {
            JsonNode books = ledger(callId, track);
            return !books.isMissingNode()
                    && books.path("received").asLong()
                            >= audio.toMillis() * books.path("sampleRate").asLong() / 1000;
        });
    }

    /** One track's books; missing as long as there is no such track. */
    JsonNode ledger(String callId, String track) {
        for (JsonNode each :
                send("GET", "/api/calls/" + callId + "/ledger", "").body().path("tracks")) {
            if (each.path("trackId").asText().equals(track)) {
                return each;
            }
        }
        return JSON.missingNode();
    }

    public JsonNode get(String path) {
        Answer answer = send("GET", path, "");
        assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return answer.body();
    }

    public Answer send(String method, String path, String body) {
        return send(method, URI.create(url() + path), body, Map.of());
    }

    Answer send(String method, URI url, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Patience.LIMIT);
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json = answer.headers()
                    .firstValue("Content-Type")
                    .filter("application/json"::equals)
                    .isPresent();
            return new Answer(answer.statusCode(), json ? JSON.readTree(answer.body()) : JSON.missingNode(), answer);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** @param body missing where it is no JSON */
    public record Answer(int status, JsonNode body, HttpResponse<String> http) {}

    @Override
    public void close() {
        earshot.stop().toCompletableFuture().join();
        realtime.stop().toCompletableFuture().join();
        world.terminate();
        try {
            Files.delete(spill);
        } catch (IOException e) {
            throw new AssertionError("something waits on disk still: " + spill, e);
        }
    }
}
