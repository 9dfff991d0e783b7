package dev.earshot.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.Earshot;
import dev.earshot.Settings;
import dev.earshot.audio.Pcm16;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.WavFile;
import dev.earshot.simulator.realtime.RealtimeServer;
import dev.earshot.simulator.realtime.RealtimeServerSettings;
import dev.earshot.simulator.speech.ScriptedEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The beginning of a known call, live on an Earshot of its own: every part is real but the people and the recogniser. */
final class LiveCall implements AutoCloseable {

    static final String ID = "browser-1";

    private static final Path SPEECH = Path.of("speech", "recruiter-call");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ActorSystem<Void> peers = ActorSystem.create(Behaviors.empty(), "peers");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Earshot earshot;

    private LiveCall(RealtimeServerSettings realtime) {
        RealtimeServer server =
                RealtimeServer.start(peers, realtime).toCompletableFuture().join();
        earshot = Earshot.start(config(server.url()));
    }

    /** The call is known, and nobody has said anything yet. */
    static LiveCall register() throws Exception {
        LiveCall call = new LiveCall(RealtimeServerSettings.with(ScriptedEngine.load(List.of(SPEECH))));
        call.tellSpeakers();
        return call;
    }

    /** Has the people speak for so many seconds; returns while they do. */
    void place(int seconds) throws IOException {
        CallScript script = CallScript.load(SPEECH);
        URI socket = URI.create("ws://127.0.0.1:" + port() + "/acs/media/" + ID);
        var unused = AcsCaller.place(AcsCallerOptions.to(socket, ID)
                .participant(CallScript.AGENT_RAW_ID, beginning(script.agent(), seconds))
                .participant(CallScript.OTHER_RAW_ID, beginning(script.other(), seconds))
                .build());
    }

    int port() {
        return earshot.port();
    }

    /** The call's log by the outside interface, in order. */
    List<JsonNode> log() throws Exception {
        JsonNode answer = JSON.readTree(send(HttpRequest.newBuilder(api("/events"))));
        return StreamSupport.stream(answer.path("events").spliterator(), false).toList();
    }

    private void tellSpeakers() throws Exception {
        String setup = "{\"speakers\":[{\"participant\":\"" + CallScript.AGENT_RAW_ID + "\",\"speaker\":\"agent\"},"
                + "{\"participant\":\"" + CallScript.OTHER_RAW_ID + "\",\"speaker\":\"candidate\"}]}";
        send(HttpRequest.newBuilder(api("")).PUT(HttpRequest.BodyPublishers.ofString(setup)));
    }

    private URI api(String path) {
        return URI.create("http://127.0.0.1:" + port() + "/api/calls/" + ID + path);
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static WavFile beginning(WavFile speech, int seconds) {
        return WavFile.of(
                speech.sampleRate(), Arrays.copyOf(speech.pcm(), seconds * speech.sampleRate() * Pcm16.BYTES));
    }

    private static Config config(String realtimeUrl) {
        return ConfigFactory.parseMap(Map.of(
                        "earshot.http.port",
                        0,
                        "earshot.admin.port",
                        0,
                        "earshot.realtime.provider",
                        "local",
                        "earshot.realtime.url",
                        realtimeUrl + "?model=local",
                        "earshot.redis.url",
                        "none",
                        "earshot.call.grace",
                        "1s"))
                .withFallback(Settings.loadConfig());
    }

    @Override
    public void close() {
        earshot.stop().toCompletableFuture().join();
        peers.terminate();
        peers.getWhenTerminated().toCompletableFuture().join();
    }
}
