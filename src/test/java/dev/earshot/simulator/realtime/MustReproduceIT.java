package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.speech.Sound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stand-in for the real service must reproduce, item by item, on the wire. */
@DisplayName("As the real service, the local one")
class MustReproduceIT {

    private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private final List<RealtimeServer> others = new ArrayList<>();
    private Peer peer;

    @AfterEach
    void close() {
        if (peer != null) {
            peer.close();
        }
        others.forEach(server -> server.stop().toCompletableFuture().join());
    }

    @Test
    @DisplayName("sends session.created first, and conversation.created never")
    void begins() {
        connect("gpt-realtime");
        peer.send("{\"type\":\"input_audio_buffer.clear\"}").await("input_audio_buffer.cleared");

        assertThat(peer.types()).containsExactly("session.created", "input_audio_buffer.cleared");
    }

    @ParameterizedTest(name = "{0}: voice {1}, silence {2} ms")
    @CsvSource({
        "gpt-realtime, alloy, 200",
        "gpt-realtime-2025-08-28, alloy, 200",
        "gpt-realtime-mini, alloy, 200",
        "gpt-realtime-2, marin, 500",
        "gpt-realtime-2.1, marin, 500",
        "gpt-realtime-2.1-mini, marin, 500"
    })
    @DisplayName("begins with the model's own defaults, among them create_response")
    void defaults(String model, String voice, int silenceMs) {
        JsonNode session = connect(model).await("session.created").path("session");

        assertThat(session.path("model").asText()).isEqualTo(model);
        assertThat(session.at("/audio/output/voice").asText()).isEqualTo(voice);
        assertThat(session.at("/audio/input/turn_detection").toString())
                .isEqualTo("{\"type\":\"server_vad\",\"threshold\":0.5,\"prefix_padding_ms\":300,"
                        + "\"silence_duration_ms\":" + silenceMs + ",\"idle_timeout_ms\":null,"
                        + "\"create_response\":true,\"interrupt_response\":true}");
    }

    @Test
    @DisplayName("echoes semantic_vad with its own fields, and none of server_vad's")
    void semanticVad() {
        connect("gpt-realtime");
        update(
                """
                {"type":"realtime","audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"high",
                 "create_response":false,"interrupt_response":false}}}}""");

        assertThat(detection(1))
                .isEqualTo("{\"type\":\"semantic_vad\",\"eagerness\":\"high\",\"create_response\":false,"
                        + "\"interrupt_response\":false}");

        update("{\"type\":\"realtime\",\"audio\":{\"input\":{\"turn_detection\":{\"threshold\":0.4}}}}");
        assertThat(peer.awaitError()).isEqualTo("unknown_parameter");
        update("{\"type\":\"realtime\",\"audio\":{\"input\":{\"turn_detection\":{\"type\":\"server_vad\"}}}}");
        assertThat(detection(2)).contains("\"threshold\":0.5").doesNotContain("eagerness");
    }

    @Test
    @DisplayName("hears turns with semantic_vad, too")
    void semanticTurns() {
        connect("gpt-realtime");
        update(
                """
                {"type":"realtime","audio":{"input":{"transcription":{"model":"gpt-realtime-whisper"},
                 "turn_detection":{"type":"semantic_vad","create_response":false,"interrupt_response":false}}}}""");

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_800), 100);

        assertThat(peer.await(TRANSCRIPTION + "completed").path("transcript").asText())
                .startsWith("Great. First,");
    }

    @ParameterizedTest(name = "{0} takes it: {1}")
    @CsvSource({"gpt-realtime, false", "gpt-realtime-1.5, false", "gpt-realtime-2.1, true"})
    @DisplayName("refuses an update with reasoning whole, unless the model reasons")
    void reasoning(String model, boolean taken) {
        connect(model);
        peer.send(
                """
                {"type":"session.update","event_id":"u1","session":{"type":"realtime","instructions":"x",
                 "reasoning":{"effort":"low"}}}""");

        if (taken) {
            assertThat(peer.await("session.updated").at("/session/reasoning").toString())
                    .isEqualTo("{\"effort\":\"low\"}");
        } else {
            assertThat(peer.await("error").path("error").toString())
                    .contains("\"code\":\"unknown_parameter\"")
                    .contains("\"param\":\"session.reasoning\"")
                    .contains("\"event_id\":\"u1\"");
            assertThat(peer.all("session.updated")).isEmpty();
        }
    }

    @Test
    @DisplayName("tells the words of a model that counts tokens without a space before them, and its usage in tokens")
    void tokens() {
        connect("gpt-realtime");
        speak("gpt-4o-transcribe");

        JsonNode completed = peer.await(TRANSCRIPTION + "completed");

        assertThat(peer.all(TRANSCRIPTION + "delta").get(0).path("delta").asText())
                .isEqualTo("Great.");
        JsonNode usage = completed.path("usage");
        assertThat(usage.path("type").asText()).isEqualTo("tokens");
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("input_tokens").asInt()
                        + usage.path("output_tokens").asInt());
        assertThat(usage.at("/input_token_details/audio_tokens").asInt()).isBetween(40, 55);
    }

    @Test
    @DisplayName("ends each turn with DeploymentNotFound where there is no such transcription model")
    void deployments() {
        RealtimeServer azure = start(
                ServerFixture.settings().like(Vendor.AZURE).withTranscriptionModels(Set.of("whisper-deployment")));
        peer = Peer.connect(azure, "?model=gpt-realtime", "api-key", "any");
        speak("gpt-realtime-whisper");

        JsonNode failed = peer.await(TRANSCRIPTION + "failed");

        String item = peer.await("input_audio_buffer.committed").path("item_id").asText();
        assertThat(failed.path("error").toString())
                .isEqualTo("{\"type\":\"server_error\",\"code\":\"DeploymentNotFound\","
                        + "\"message\":\"Input transcription failed for item '" + item + "'.\",\"param\":null}");
        assertThat(peer.all(TRANSCRIPTION + "delta")).isEmpty();
        assertThat(peer.types()).containsSubsequence("conversation.item.done", TRANSCRIPTION + "failed");
    }

    @Test
    @DisplayName("lets tail deltas and completed come after the answer has begun")
    void tail() {
        FIXTURE.server().inject(Faults.of("delay first completed by 60m"));
        connect("gpt-realtime");
        update(
                """
                {"type":"realtime","output_modalities":["text"],"audio":{"input":{
                 "transcription":{"model":"gpt-realtime-whisper"},
                 "turn_detection":{"type":"server_vad","silence_duration_ms":500}}}}""");

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 100);
        peer.await("response.done");
        assertThat(peer.all(TRANSCRIPTION + "completed")).isEmpty();

        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 100);
        String second = peer.await(TRANSCRIPTION + "completed").path("item_id").asText();

        List<String> order = peer.events().stream()
                .filter(event -> event.path("type").asText().equals("response.created")
                        || event.toString().contains(second))
                .map(event -> event.path("type").asText())
                .toList();
        assertThat(order)
                .containsSubsequence("conversation.item.done", "response.created", TRANSCRIPTION + "completed");
    }

    @Test
    @DisplayName("numbers ids by the second, each kind in its own form")
    void ids() {
        connect("gpt-realtime");
        JsonNode created = peer.await("session.created");

        assertThat(secondsOf(created.at("/session/id").asText().substring("sess_".length())))
                .isCloseTo(created.at("/session/expires_at").asLong() - 3_600, within(30L));
        assertThat(created.path("event_id").asText()).matches("event_[0-9A-Za-z]{21}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("ends a session when it said that it would, after an error event or without")
    void expiry(boolean told) {
        RealtimeServerSettings brief = ServerFixture.settings().withSessionDuration(Duration.ofSeconds(1));
        peer = Peer.connect(start(told ? brief.tellingExpiry() : brief));

        assertThat(peer.end()).isEqualTo("closed 1001 Your session hit the maximum duration of 60 minutes.");
        assertThat(peer.all("error").stream()
                        .map(event -> event.at("/error/code").asText()))
                .isEqualTo(told ? List.of("session_expired") : List.of());
    }

    private static long secondsOf(String id) {
        String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        return id.substring(0, 5).chars().mapToLong(alphabet::indexOf).reduce(0, (sum, digit) -> sum * 62 + digit)
                + 1_576_800_000L;
    }

    private String detection(int updates) {
        return peer.await("session.updated", updates)
                .get(updates - 1)
                .at("/session/audio/input/turn_detection")
                .toString();
    }

    private Peer connect(String model) {
        peer = Peer.connect(FIXTURE.server(), "?model=" + model);
        return peer;
    }

    private RealtimeServer start(RealtimeServerSettings settings) {
        RealtimeServer server = RealtimeServer.start(FIXTURE.testKit().system(), settings)
                .toCompletableFuture()
                .join();
        others.add(server);
        return server;
    }

    private void update(String session) {
        peer.send("{\"type\":\"session.update\",\"session\":" + session + "}");
    }

    private void speak(String model) {
        update("{\"type\":\"realtime\",\"audio\":{\"input\":{\"transcription\":{\"model\":\"" + model
                + "\"},\"turn_detection\":{\"type\":\"server_vad\",\"silence_duration_ms\":500,"
                + "\"create_response\":false,\"interrupt_response\":false}}}}");
        peer.append(Sound.at24k("recruiter-call/agent.wav", 9_000, 14_400), 100);
    }
}
