package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResponsesIT {

    private static final String TOOLS =
            """
            [{"type":"function","name":"offer_hint","description":"x","parameters":{"type":"object"}},
             {"type":"function","name":"stay_silent","description":"y","parameters":{"type":"object"}}]""";

    @RegisterExtension
    static final ServerFixture FIXTURE = new ServerFixture();

    private Peer peer;

    @BeforeEach
    void configure() {
        peer = Peer.configured(FIXTURE.server(), "{\"type\":\"realtime\",\"output_modalities\":[\"text\"]}");
    }

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void a_hint_is_a_function_call_told_in_the_order_of_the_real_service() {
        coach("a3", "t2-u4", "i already have another offer and they want my answer by friday");

        JsonNode response = peer.await("response.done").path("response");

        assertThat(peer.types().subList(2, peer.types().indexOf("response.done") + 1))
                .containsExactly(
                        "response.created",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "conversation.item.done",
                        "response.output_item.done",
                        "response.done");
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(response.path("conversation_id").isNull()).isTrue();
        assertThat(response.path("metadata").toString())
                .isEqualTo("{\"purpose\":\"coach\",\"ask\":\"a3\",\"utterance\":\"t2-u4\"}");
        assertThat(peer.await("response.created").at("/response/metadata")).isEqualTo(response.path("metadata"));
        assertThat(peer.await("response.created").at("/response/status").asText())
                .isEqualTo("in_progress");
        JsonNode call = response.at("/output/0");
        assertThat(call.path("type").asText()).isEqualTo("function_call");
        assertThat(call.path("name").asText()).isEqualTo("offer_hint");
        assertThat(call.path("call_id").asText()).matches("call_[0-9A-Za-z]{16}");
        assertThat(call.path("arguments").asText())
                .isEqualTo(
                        """
                        {"kind":"competing_offer","text":"Agree on a next date before their deadline, now.",\
                        "why":"Someone else wants them too, and time decides.",\
                        "quote":"another offer and they want my answer by friday"}""");
        assertThat(joined("response.function_call_arguments.delta"))
                .isEqualTo(call.path("arguments").asText());
        JsonNode done = peer.await("response.function_call_arguments.done");
        assertThat(done.path("name").asText()).isEqualTo("offer_hint");
        assertThat(done.path("arguments")).isEqualTo(call.path("arguments"));
    }

    @Test
    void silence_is_a_function_call_too() {
        coach("a1", "t2-u1", "hello this is a good time");

        JsonNode call = peer.await("response.done").at("/response/output/0");

        assertThat(call.path("name").asText()).isEqualTo("stay_silent");
        assertThat(call.path("arguments").asText()).isEqualTo("{}");
    }

    @Test
    void several_answers_beside_the_conversation_are_made_at_once() {
        coach("a1", "u1", "hello there");
        coach("a2", "u2", "ninety thousand dollars a year");
        coach("a3", "u3", "i have another offer");

        List<JsonNode> done = peer.await("response.done", 3);

        assertThat(peer.all("error")).isEmpty();
        assertThat(done.stream().map(event -> event.at("/response/metadata/ask").asText()))
                .containsExactlyInAnyOrder("a1", "a2", "a3");
        assertThat(done.stream().map(event -> event.at("/response/id").asText()).distinct())
                .hasSize(3);
    }

    @Test
    void without_the_tool_the_answer_is_text() {
        peer.send(
                """
                {"type":"response.create","response":{"conversation":"none","input":[],"output_modalities":["text"]}}""");

        JsonNode response = peer.await("response.done").path("response");

        assertThat(peer.types().subList(2, peer.types().indexOf("response.done") + 1))
                .containsExactly(
                        "response.created",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "conversation.item.done",
                        "response.output_item.done",
                        "response.done");
        assertThat(peer.await("response.content_part.done").path("part").toString())
                .isEqualTo("{\"type\":\"text\",\"text\":\"I am listening.\"}");
        assertThat(response.at("/output/0/content").toString())
                .isEqualTo("[{\"type\":\"output_text\",\"text\":\"I am listening.\"}]");
        assertThat(joined("response.output_text.delta")).isEqualTo("I am listening.");
        assertThat(response.path("metadata").isNull()).isTrue();
    }

    @Test
    void a_spoken_answer_carries_its_words() {
        peer.send("{\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"audio\"]}}");

        JsonNode response = peer.await("response.done").path("response");

        assertThat(response.at("/output/0/content").toString())
                .isEqualTo("[{\"type\":\"output_audio\",\"transcript\":\"I am listening.\"}]");
        assertThat(peer.types())
                .containsSubsequence(
                        "response.output_audio.done",
                        "response.output_audio_transcript.done",
                        "response.content_part.done");
        assertThat(response.path("conversation_id").asText()).matches("conv_[0-9A-Za-z]{21}");
    }

    @Test
    void the_conversation_has_one_answer_at_a_time() {
        FIXTURE.server().inject(Faults.NONE.withResponseDelay(Duration.ofSeconds(60)));
        peer.send("{\"type\":\"response.create\"}").send("{\"type\":\"response.create\",\"event_id\":\"second\"}");

        JsonNode error = peer.await("error").path("error");

        String first = peer.await("response.created").at("/response/id").asText();
        assertThat(error.path("code").asText()).isEqualTo("conversation_already_has_active_response");
        assertThat(error.path("message").asText()).contains(first);
        assertThat(error.path("event_id").asText()).isEqualTo("second");
        assertThat(peer.all("response.created")).hasSize(1);
    }

    @Test
    void an_answer_can_be_cancelled_once() {
        FIXTURE.server().inject(Faults.NONE.withResponseDelay(Duration.ofSeconds(60)));
        peer.send("{\"type\":\"response.create\"}").send("{\"type\":\"response.cancel\"}");

        JsonNode response = peer.await("response.done").path("response");

        assertThat(response.path("status").asText()).isEqualTo("cancelled");
        assertThat(response.path("status_details").toString())
                .isEqualTo("{\"type\":\"cancelled\",\"reason\":\"client_cancelled\"}");
        peer.send("{\"type\":\"response.cancel\"}");
        assertThat(peer.await("error").at("/error/code").asText()).isEqualTo("response_cancel_not_active");
    }

    @Test
    void an_item_of_the_client_enters_the_conversation_and_can_be_asked_for() {
        peer.send(
                """
                {"type":"conversation.item.create","item":{"type":"message","role":"user",
                 "content":[{"type":"input_text","text":"Hello."}]}}""");

        JsonNode item = peer.await("conversation.item.done").path("item");

        assertThat(peer.await("conversation.item.added").path("item")).isEqualTo(item);
        assertThat(item.path("status").asText()).isEqualTo("completed");
        peer.send(Json.object()
                .put("type", "conversation.item.retrieve")
                .put("item_id", item.path("id").asText())
                .toString());
        assertThat(peer.await("conversation.item.retrieved").path("item")).isEqualTo(item);
        peer.send("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"item_none\"}");
        assertThat(peer.await("error").at("/error/code").asText()).isEqualTo("item_retrieve_invalid_item_id");
    }

    @Test
    void what_a_response_may_not_hold_is_refused() {
        peer.send("{\"type\":\"response.create\",\"response\":{\"modalities\":[\"text\"]}}")
                .send("{\"type\":\"response.create\",\"response\":{\"conversation\":\"some\"}}")
                .send("{\"type\":\"response.create\",\"response\":{\"metadata\":{\"n\":1}}}");

        assertThat(peer.await("error", 3))
                .extracting(event -> event.at("/error/param").asText())
                .containsExactly("response.modalities", "response.conversation", "response.metadata.n");
        assertThat(peer.all("response.created")).isEmpty();
    }

    private void coach(String ask, String utterance, String said) {
        ObjectNode event = Json.literal(
                """
                {"type":"response.create","response":{"conversation":"none",
                 "metadata":{"purpose":"coach","ask":"","utterance":""},"output_modalities":["text"],
                 "instructions":"Coach.","tools":%s,"tool_choice":"required","max_output_tokens":300,
                 "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":""}]}]}}"""
                        .formatted(TOOLS));
        ObjectNode call = Json.object().put("coached", "agent").put("latest", utterance);
        call.putArray("turns")
                .addObject()
                .put("utterance", utterance)
                .put("speaker", "candidate")
                .put("text", said);
        ((ObjectNode) event.at("/response/input/0/content/0")).put("text", call.toString());
        ((ObjectNode) event.at("/response/metadata")).put("ask", ask).put("utterance", utterance);
        peer.send(event.toString());
    }

    private String joined(String type) {
        return peer.all(type).stream()
                .map(event -> event.path("delta").asText())
                .collect(Collectors.joining());
    }
}
