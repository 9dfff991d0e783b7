package dev.earshot;

import static dev.earshot.RecordedSpeech.agent;
import static dev.earshot.RecordedSpeech.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.realtime.Faults;
import dev.earshot.simulator.realtime.RealtimeServer;
import dev.earshot.simulator.realtime.RealtimeServerSettings;
import dev.earshot.simulator.realtime.SessionRecord;
import dev.earshot.simulator.realtime.Vendor;
import dev.earshot.simulator.speech.ScriptedEngine;
import dev.earshot.simulator.speech.Sound;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every event, of the local realtime server and of Earshot, before the official client's validation. */
@DisplayName("The official client finds nothing wrong")
class EventsOracle {

    @Test
    @DisplayName("with what Earshot and the local realtime server say to each other in a coached call")
    void realCall() {
        try (CallBench bench = CallBench.open()) {
            bench.send(
                    "PUT",
                    "/api/calls/oracle",
                    "{\"speakers\":[{\"participant\":\"" + CallScript.AGENT_RAW_ID + "\",\"speaker\":\"agent\"},"
                            + "{\"participant\":\"" + CallScript.OTHER_RAW_ID + "\",\"speaker\":\"candidate\"}]}");
            bench.place("oracle", agent(13_500, 23_500), other(13_500, 23_500)).join();
            bench.awaitEnd("oracle");

            Judge server = new Judge();
            Judge client = new Judge();
            for (SessionRecord session : bench.realtime().sessions()) {
                server.judgeServer(session.sent());
                client.judgeClient(session.received());
            }
            System.out.println("oracle: of the server " + server.valid() + ", of Earshot " + client.valid());
            assertThat(server.wrong()).isEmpty();
            assertThat(client.wrong()).isEmpty();
            assertThat(client.valid()).containsKeys("session.update", "input_audio_buffer.append", "response.create");
            assertThat(server.valid())
                    .containsKeys(
                            "session.created",
                            "session.updated",
                            "conversation.item.input_audio_transcription.completed",
                            "response.function_call_arguments.done",
                            "response.done");
            assertThat(server.count() + client.count()).isGreaterThan(500);
        }
    }

    @Test
    @DisplayName("with the rarer things that the local realtime server says, as either vendor and with either family")
    void rarerThings() throws Exception {
        Judge judge = new Judge();
        Judge ours = new Judge();
        for (Vendor vendor : Vendor.values()) {
            for (String model : List.of("gpt-realtime", "gpt-realtime-2.1")) {
                try (Errand errand = new Errand(vendor, model)) {
                    SessionRecord record = errand.run();
                    judge.judgeServer(record.sent());
                    ours.judgeClient(record.received());
                }
            }
        }
        System.out.println("oracle: " + judge.valid());
        assertThat(judge.wrong()).isEmpty();
        assertThat(ours.wrong()).isEmpty();
        assertThat(judge.valid())
                .containsKeys(
                        "error",
                        "input_audio_buffer.cleared",
                        "conversation.item.deleted",
                        "conversation.item.truncated",
                        "conversation.item.retrieved",
                        "conversation.item.input_audio_transcription.failed",
                        "response.output_audio.delta",
                        "response.output_text.done",
                        "rate_limits.updated");
    }

    @Test
    @DisplayName("that is wrong: it does find faults")
    void findsFaults() {
        Judge judge = new Judge();

        judge.judgeServer(List.of(
                "{\"type\":\"response.text.delta\",\"event_id\":\"e\"}",
                "{\"type\":\"input_audio_buffer.committed\",\"event_id\":\"e\"}"));
        judge.judgeClient(List.of("{\"type\":\"session.update\",\"session\":{\"modalities\":[\"text\"]}}"));

        assertThat(judge.valid()).isEmpty();
        assertThat(judge.wrong()).hasSize(3);
    }

    /** A client without opinions that makes a server say what it seldom says. */
    private static final class Errand implements AutoCloseable, WebSocket.Listener {

        private static final ObjectMapper JSON = new ObjectMapper();
        private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "oracle");
        private final RealtimeServer server;
        private final WebSocket socket;

        Errand(Vendor vendor, String model) throws Exception {
            RealtimeServerSettings settings = RealtimeServerSettings.with(
                            ScriptedEngine.load(List.of(Path.of("speech"))))
                    .like(vendor)
                    .withResponseTime(Duration.ofMillis(20))
                    .keepingEvents(10_000);
            server =
                    RealtimeServer.start(system, settings).toCompletableFuture().join();
            server.inject(Faults.of(
                    "fail first transcription",
                    "fail 2nd response with rate_limit_exceeded",
                    "cut 3rd response short",
                    "expire with error after 2nd input_audio_buffer.cleared"));
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("api-key", "any")
                    .buildAsync(URI.create(server.url() + "?model=" + model), this)
                    .join();
        }

        SessionRecord run() {
            await().atMost(Patience.LIMIT).until(() -> !server.sessions().isEmpty());
            SessionRecord record = server.sessions().get(0);
            update(
                    "gpt-realtime-whisper",
                    "{\"type\":\"server_vad\",\"create_response\":false,\"interrupt_response\":false}");
            speak();
            await().atMost(Patience.LIMIT)
                    .until(() -> count(record, "conversation.item.input_audio_transcription.failed") == 1);
            update("gpt-4o-transcribe", "{\"type\":\"semantic_vad\",\"eagerness\":\"high\",\"create_response\":false}");
            speak();
            await().atMost(Patience.LIMIT)
                    .until(() -> count(record, "conversation.item.input_audio_transcription.completed") > 0);
            answer(record, 1, "{\"type\":\"response.create\"}");
            answer(record, 2, "{\"type\":\"response.create\"}");
            answer(record, 3, "{\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"text\"]}}");
            answer(record, 4, hint());
            send("{\"type\":\"response.create\"}");
            send("{\"type\":\"response.cancel\"}");
            send("{\"type\":\"response.cancel\"}");
            items(record);
            send("{\"type\":\"input_audio_buffer.clear\"}");
            send("{\"type\":\"input_audio_buffer.commit\"}");
            send("{\"type\":\"input_audio_buffer.clear\"}");
            await().atMost(Patience.LIMIT).until(() -> count(record, "error") >= 3);
            return record;
        }

        private void items(SessionRecord record) {
            send(
                    """
                    {"type":"conversation.item.create","item":{"id":"mine","type":"message","role":"user",
                     "content":[{"type":"input_text","text":"Hello."}]}}""");
            send(
                    """
                    {"type":"conversation.item.create","previous_item_id":"root","item":{"type":"message",
                     "role":"assistant","content":[{"type":"output_text","text":"Yes?"}]}}""");
            send("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"mine\"}");
            send("{\"type\":\"conversation.item.delete\",\"item_id\":\"mine\"}");
            String spoken = record.sent().stream()
                    .map(Errand::parse)
                    .filter(event -> event.path("type").asText().equals("response.output_audio.done"))
                    .map(event -> event.path("item_id").asText())
                    .findFirst()
                    .orElseThrow();
            send("{\"type\":\"conversation.item.truncate\",\"item_id\":\"" + spoken
                    + "\",\"content_index\":0,\"audio_end_ms\":50}");
        }

        private static String hint() {
            ObjectNode create = (ObjectNode)
                    parse(
                            """
                    {"type":"response.create","response":{"conversation":"none","metadata":{"purpose":"coach"},
                     "output_modalities":["text"],"input":[{"type":"message","role":"user",
                     "content":[{"type":"input_text","text":""}]}],"tool_choice":"required","tools":[
                     {"type":"function","name":"offer_hint","parameters":{"type":"object"}}]}}""");
            ((ObjectNode) create.at("/response/input/0/content/0"))
                    .put(
                            "text",
                            "{\"coached\":\"agent\",\"latest\":\"u1\",\"turns\":[{\"utterance\":\"u1\","
                                    + "\"speaker\":\"candidate\",\"text\":\"i already have another offer\"}]}");
            return create.toString();
        }

        private void answer(SessionRecord record, int number, String create) {
            send(create);
            await().atMost(Patience.LIMIT).until(() -> count(record, "response.done") == number);
        }

        private void update(String model, String detection) {
            send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"audio\":{\"input\":{"
                    + "\"transcription\":{\"model\":\"" + model + "\"},\"turn_detection\":" + detection + "}}}}");
        }

        private void speak() {
            byte[] pcm = Sound.at24k("recruiter-call/agent.wav", 9_000, 14_800);
            for (int at = 0; at < pcm.length; at += 9_600) {
                byte[] part = Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + 9_600));
                send("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                        + Base64.getEncoder().encodeToString(part) + "\"}");
            }
        }

        private static long count(SessionRecord record, String type) {
            return record.sent().stream()
                    .filter(event -> parse(event).path("type").asText().equals(type))
                    .count();
        }

        private static JsonNode parse(String text) {
            try {
                return JSON.readTree(text);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        private void send(String text) {
            socket.sendText(text, true).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            from.request(1);
            return null;
        }

        @Override
        public void close() {
            socket.abort();
            server.stop().toCompletableFuture().join();
            system.terminate();
        }
    }
}
