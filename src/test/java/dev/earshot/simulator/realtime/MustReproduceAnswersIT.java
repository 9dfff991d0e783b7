package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stand-in for the real service must reproduce of answers and of the conversation; {@link MustReproduceIT} has the rest. */
@DisplayName("As the real service, the local one")
class MustReproduceAnswersIT {

    private static final String TOOLS =
            """
            [{"type":"function","name":"offer_hint","parameters":{"type":"object"}},
             {"type":"function","name":"stay_silent","parameters":{"type":"object"}}]""";

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
    @DisplayName("refuses another voice once it has spoken")
    void voice() {
        connect("gpt-realtime");
        peer.send("{\"type\":\"response.create\"}").await("response.done");

        update("{\"type\":\"realtime\",\"audio\":{\"output\":{\"voice\":\"cedar\"}}}");

        assertThat(peer.awaitError()).isEqualTo("cannot_update_voice");
    }

    @Test
    @DisplayName("interleaves the items of an answer of the second family: a preamble, and the call")
    void interleaves() {
        connect("gpt-realtime-2.1");
        coach("out of band");

        JsonNode response = peer.await("response.done").path("response");

        List<String> told = peer.events().stream()
                .filter(event -> event.path("type").asText().startsWith("response."))
                .map(event -> event.path("type").asText().substring("response.".length()) + " "
                        + event.path("output_index").asText("-"))
                .distinct()
                .toList();
        assertThat(told)
                .containsExactly(
                        "created -",
                        "output_item.added 0",
                        "content_part.added 0",
                        "output_text.delta 0",
                        "output_item.added 1",
                        "function_call_arguments.delta 1",
                        "output_text.done 0",
                        "content_part.done 0",
                        "output_item.done 0",
                        "function_call_arguments.done 1",
                        "output_item.done 1",
                        "done -");
        assertThat(response.at("/output/0/phase").asText()).isEqualTo("commentary");
        assertThat(response.at("/output/1/type").asText()).isEqualTo("function_call");
        assertThat(response.at("/usage/output_token_details/reasoning_tokens").isInt())
                .isTrue();
    }

    @Test
    @DisplayName("breaks an answer off that has more tokens than it may")
    void incomplete() {
        connect("gpt-realtime");
        peer.send(
                """
                {"type":"response.create","response":{"conversation":"none","output_modalities":["text"],
                 "max_output_tokens":1}}""");

        JsonNode response = peer.await("response.done").path("response");

        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.path("status_details").toString())
                .isEqualTo("{\"type\":\"incomplete\",\"reason\":\"max_output_tokens\"}");
        assertThat(response.at("/output/0").toString())
                .contains("\"status\":\"incomplete\"")
                .contains("\"text\":\"I am\"");
    }

    @Test
    @DisplayName("tells the rate limits after response.done, and azure does not")
    void rateLimits() {
        connect("gpt-realtime");
        peer.send("{\"type\":\"response.create\"}").await("rate_limits.updated");
        assertThat(peer.types()).containsSubsequence("response.done", "rate_limits.updated");
        peer.close();

        RealtimeServer azure = start(ServerFixture.settings().like(Vendor.AZURE));
        peer = Peer.connect(azure, "?model=gpt-realtime", "api-key", "any");
        peer.send("{\"type\":\"response.create\"}").await("response.done");
        peer.send("{\"type\":\"input_audio_buffer.clear\"}").await("input_audio_buffer.cleared");

        assertThat(peer.all("rate_limits.updated")).isEmpty();
        JsonNode part = peer.await("response.content_part.done");
        assertThat(part.path("content")).isEqualTo(part.path("part"));
    }

    @Test
    @DisplayName("takes items of the client as the conversation, in the order that they name")
    void seeding() {
        connect("gpt-realtime");
        item("u1", null, "user", "input_text", "{\\\"coached\\\":\\\"agent\\\"}");
        item("a1", null, "assistant", "output_text", "Go on.");
        item("s1", "root", "system", "input_text", "Be brief.");
        item("u2", "u1", "user", "input_text", "between");

        List<JsonNode> added = peer.await("conversation.item.added", 4);

        assertThat(added.stream()
                        .map(event -> event.at("/item/id").asText() + " after "
                                + event.path("previous_item_id").asText()))
                .containsExactly("u1 after null", "a1 after u1", "s1 after null", "u2 after u1");
        assertThat(peer.await("conversation.item.done", 4).get(0).path("item").toString())
                .isEqualTo("{\"id\":\"u1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"user\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"{\\\"coached\\\":\\\"agent\\\"}\"}]}");
        assertThat(peer.all("error")).isEmpty();
    }

    @Test
    @DisplayName(
            "answers with the conversation as context where a request brings none, and with the items it refers to")
    void context() {
        connect("gpt-realtime");
        String call =
                "{\\\"coached\\\":\\\"agent\\\",\\\"latest\\\":\\\"u1\\\",\\\"turns\\\":[{\\\"utterance\\\":\\\"u1\\\","
                        + "\\\"speaker\\\":\\\"candidate\\\",\\\"text\\\":\\\"i already have another offer\\\"}]}";
        item("u1", null, "user", "input_text", call);
        peer.await("conversation.item.done");

        peer.send("{\"type\":\"response.create\",\"response\":{\"conversation\":\"none\",\"tools\":" + TOOLS + "}}");
        peer.send("{\"type\":\"response.create\",\"response\":{\"conversation\":\"none\",\"tools\":" + TOOLS
                + ",\"input\":[{\"type\":\"item_reference\",\"id\":\"u1\"}]}}");
        peer.send("{\"type\":\"response.create\",\"response\":{\"conversation\":\"none\",\"tools\":" + TOOLS
                + ",\"input\":[]}}");

        assertThat(peer.await("response.done", 3))
                .extracting(done -> done.at("/response/output/0/name").asText())
                .containsExactly("offer_hint", "offer_hint", "stay_silent");
    }

    @ParameterizedTest(name = "{1} for {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"type":"conversation.item.create","item":{"type":"message","role":"assistant","content":[{"type":"text","text":"x"}]}} | invalid_value
            {"type":"conversation.item.create","item":{"type":"message","content":[]}} | missing_required_parameter
            {"type":"conversation.item.create","item":{"type":"picture"}} | invalid_value
            {"type":"conversation.item.create","previous_item_id":"gone","item":{"type":"message","role":"user","content":[]}} | invalid_value
            {"type":"conversation.item.delete","item_id":"gone"} | item_delete_invalid_item_id
            {"type":"conversation.item.retrieve","item_id":"gone"} | item_retrieve_invalid_item_id
            {"type":"conversation.item.truncate","item_id":"gone","content_index":0,"audio_end_ms":0} | item_truncate_invalid_item_id
            {"type":"response.create","response":{"input":[{"type":"item_reference","id":"gone"}]}} | invalid_value
            {"type":"response.create","response":{"max_output_tokens":5000}} | invalid_value
            {"type":"response.cancel"} | response_cancel_not_active
            {"type":"input_audio_buffer.commit"} | input_audio_buffer_commit_empty
            """)
    @DisplayName("answers what cannot be with an error that names the client's event, and goes on")
    void errors(String event, String code) {
        connect("gpt-realtime");
        peer.send(event.replaceFirst("\\{", "{\"event_id\":\"mine\","));

        JsonNode error = peer.await("error").path("error");

        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("event_id").asText()).isEqualTo("mine");
        peer.send("{\"type\":\"input_audio_buffer.clear\"}").await("input_audio_buffer.cleared");
    }

    @Test
    @DisplayName("forgets what was not played of a spoken answer")
    void truncate() {
        connect("gpt-realtime");
        String item = peer.send("{\"type\":\"response.create\"}")
                .await("response.done")
                .at("/response/output/0/id")
                .asText();
        String truncate = "{\"type\":\"conversation.item.truncate\",\"item_id\":\"" + item
                + "\",\"content_index\":0,\"audio_end_ms\":";

        peer.send(truncate + "40}");

        JsonNode truncated = peer.await("conversation.item.truncated");
        assertThat(truncated.path("item_id").asText()).isEqualTo(item);
        assertThat(truncated.path("audio_end_ms").asInt()).isEqualTo(40);
        peer.send(truncate + "4000}");
        assertThat(peer.await("error").at("/error/message").asText())
                .isEqualTo("Audio content of 100ms is already shorter than 4000ms");
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

    private void coach(String what) {
        peer.send("{\"type\":\"response.create\",\"response\":{\"conversation\":\"none\",\"metadata\":{\"what\":\""
                + what + "\"},\"output_modalities\":[\"text\"],\"input\":[],\"tools\":" + TOOLS + "}}");
    }

    private void item(String id, String previous, String role, String type, String text) {
        String after = previous == null ? "" : "\"previous_item_id\":\"" + previous + "\",";
        peer.send("{\"type\":\"conversation.item.create\"," + after + "\"item\":{\"id\":\"" + id
                + "\",\"type\":\"message\",\"role\":\"" + role + "\",\"content\":[{\"type\":\"" + type
                + "\",\"text\":\""
                + text + "\"}]}}");
    }
}
