package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.ObjectMappers;
import com.openai.helpers.RealtimeConnection;
import com.openai.helpers.RealtimeWebSocketOptions;
import com.openai.models.realtime.InputAudioBufferAppendEvent;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.RealtimeServerEvent;
import dev.earshot.simulator.realtime.RealtimeServer;
import dev.earshot.simulator.realtime.RealtimeServerSettings;
import dev.earshot.simulator.speech.ScriptedEngine;
import dev.earshot.simulator.speech.Sound;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The official client")
class OfficialClientOracle {

    private static final int CHUNK = 9_600;

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "oracle");
    private RealtimeServer server;

    @BeforeEach
    void start() throws Exception {
        RealtimeServerSettings settings = RealtimeServerSettings.with(ScriptedEngine.load(List.of(Path.of("speech"))))
                .withKey("sk-right")
                .withResponseTime(Duration.ofMillis(20));
        server = RealtimeServer.start(system, settings).toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        server.stop().toCompletableFuture().join();
        system.terminate();
    }

    @Test
    @DisplayName("goes through a session: configured, heard, transcribed, and answered beside the conversation")
    void session() throws Exception {
        try (RealtimeConnection client = connect("sk-right")) {
            awaitThat(client, RealtimeServerEvent::isSessionCreated);
            send(
                    client,
                    """
                    {"type":"session.update","session":{"type":"realtime","output_modalities":["text"],"audio":{"input":{
                     "transcription":{"model":"gpt-realtime-whisper"},"turn_detection":{"type":"server_vad",
                     "silence_duration_ms":500,"create_response":false,"interrupt_response":false}}}}}""");
            awaitThat(client, RealtimeServerEvent::isSessionUpdated);

            speak(client);
            RealtimeServerEvent words =
                    awaitThat(client, RealtimeServerEvent::isConversationItemInputAudioTranscriptionCompleted);
            assertThat(words.asConversationItemInputAudioTranscriptionCompleted()
                            .transcript())
                    .startsWith("Great. First,");

            send(
                    client,
                    """
                    {"type":"response.create","response":{"conversation":"none","metadata":{"purpose":"coach"},
                     "output_modalities":["text"],"input":[]}}""");
            var response = awaitThat(client, RealtimeServerEvent::isResponseDone)
                    .asResponseDone()
                    .response();
            assertThat(response.status().orElseThrow().asString()).isEqualTo("completed");
            assertThat(response.metadata().orElseThrow().toString()).contains("purpose=coach");
            assertThat(response.output().orElseThrow()).hasSize(1);
        }
    }

    @Test
    @DisplayName("is told of a wrong key after the upgrade")
    void wrongKey() throws Exception {
        try (RealtimeConnection client = connect("sk-wrong")) {
            RealtimeServerEvent error = awaitThat(client, RealtimeServerEvent::isError);

            assertThat(error.asError().error().code()).contains("invalid_api_key");
        }
    }

    private RealtimeConnection connect(String key) {
        ClientOptions options = ClientOptions.builder()
                .httpClient(OkHttpClient.builder().build())
                .baseUrl(server.url().replaceFirst("^ws", "http").replaceFirst("/realtime$", ""))
                .apiKey(key)
                .build();
        return RealtimeConnection.connect(
                options,
                RealtimeWebSocketOptions.builder().model("gpt-realtime").build());
    }

    /** The next event that is such a one; every event on the way is valid. */
    private static RealtimeServerEvent awaitThat(RealtimeConnection client, Predicate<RealtimeServerEvent> wanted)
            throws Exception {
        while (true) {
            RealtimeServerEvent event = client.receiveAsync()
                    .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .validate();
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    private static void send(RealtimeConnection client, String json) throws Exception {
        client.send(ObjectMappers.jsonMapper().readValue(json, RealtimeClientEvent.class));
    }

    private static void speak(RealtimeConnection client) {
        byte[] pcm = Sound.at24k("recruiter-call/agent.wav", 9_000, 14_800);
        for (int at = 0; at < pcm.length; at += CHUNK) {
            byte[] part = Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + CHUNK));
            RealtimeClientEvent append =
                    RealtimeClientEvent.ofInputAudioBufferAppend(InputAudioBufferAppendEvent.builder()
                            .audio(Base64.getEncoder().encodeToString(part))
                            .build());
            await().pollInterval(Duration.ofMillis(10))
                    .ignoreExceptionsMatching(busy -> busy.getMessage().contains("send buffer is full"))
                    .until(() -> {
                        client.send(append);
                        return true;
                    });
        }
    }
}
