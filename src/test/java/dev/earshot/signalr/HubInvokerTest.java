package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An invocation")
class HubInvokerTest {

    private static final HubMessage.Outcome NOT_BOUND =
            new HubMessage.Outcome.Failed("Failed to invoke 'subscribe' due to an error on the server.");

    /** What a method may take as an object. */
    record Note(String text) {}

    private final HubInvoker invoker = new HubInvoker(Hub.builder()
            .method(
                    "Subscribe",
                    String.class,
                    Long.class,
                    (caller, callId, after) -> CompletableFuture.completedFuture(callId + "@" + after))
            .method("Take", Note.class, (caller, note) -> CompletableFuture.completedFuture(note.text()))
            .method("Any", JsonNode.class, (caller, any) -> CompletableFuture.completedFuture(any))
            .method("Raw", caller -> CompletableFuture.completedFuture(Map.of("raw", new RawJson("[1, 2]"))))
            .method("Nothing", caller -> CompletableFuture.completedFuture(null))
            .method("Told", caller -> CompletableFuture.failedFuture(new HubException("Unknown call 'x'")))
            .method("Throws", caller -> {
                throw new IllegalStateException("secret");
            })
            .method(
                    "Fails",
                    caller -> CompletableFuture.supplyAsync(() -> {
                        throw new IllegalStateException("secret");
                    }))
            .method("Unwritable", caller -> CompletableFuture.completedFuture(new Object()))
            .stream("Numbers", caller -> org.apache.pekko.stream.javadsl.Source.range(1, 3))
            .build());

    @Test
    void calls_the_method_whatever_the_case_of_its_name() {
        assertThat(invoke("subscribe", "\"c1\"", "12")).isEqualTo(value(TextNode.valueOf("c1@12")));
        assertThat(invoke("SUBSCRIBE", "\"c1\"", "12")).isEqualTo(value(TextNode.valueOf("c1@12")));
    }

    @Test
    void binds_objects_and_ignores_members_that_it_does_not_know() {
        assertThat(invoke("Take", "{\"text\":\"hi\",\"new\":1}")).isEqualTo(value(TextNode.valueOf("hi")));
        assertThat(invoke("Any", "12")).isEqualTo(value(IntNode.valueOf(12)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"c1\"",
                "\"c1\" 1 1",
                "1 1",
                "true 1",
                "\"c1\" \"1\"",
                "\"c1\" 1.5",
                "\"c1\" 1.0",
                "\"c1\" true",
                "\"c1\" 1e400",
                "\"c1\" 9223372036854775808",
                "\"c1\" null",
                "null 1",
                "{} 1",
                "[\"c1\"] 1"
            })
    void fails_on_arguments_of_another_number_or_type(String arguments) {
        assertThat(invoke("subscribe", arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(NOT_BOUND);
    }

    @Test
    void fails_where_the_client_wants_to_send_streams_along() {
        HubMessage.Invocation call = new HubMessage.Invocation("1", "Nothing", List.of(), List.of("s"));
        assertThat(outcome(call))
                .isEqualTo(new HubMessage.Outcome.Failed("Method 'Nothing' takes no stream from the client"));
    }

    @Test
    void fails_on_a_method_that_is_not_there() {
        assertThat(invoke("Nope")).isEqualTo(new HubMessage.Outcome.Failed("Unknown hub method 'Nope'"));
    }

    @Test
    void fails_on_a_streaming_method() {
        assertThat(invoke("Numbers"))
                .isEqualTo(
                        new HubMessage.Outcome.Failed(
                                "The client attempted to invoke the streaming 'Numbers' method with a non-streaming invocation."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Throws", "Fails", "Unwritable"})
    void tells_nothing_of_an_exception(String method) {
        assertThat(invoke(method))
                .isEqualTo(new HubMessage.Outcome.Failed(
                        "An unexpected error occurred invoking '%s' on the server.".formatted(method)));
    }

    @Test
    void tells_what_is_meant_for_the_client() {
        assertThat(invoke("Told")).isEqualTo(new HubMessage.Outcome.Failed("Unknown call 'x'"));
    }

    @Test
    void may_give_back_nothing_or_rendered_json() {
        assertThat(invoke("Nothing")).isEqualTo(new HubMessage.Outcome.Nothing());
        Frame frame = new JsonHubProtocol(16).write(new HubMessage.Completion("1", invoke("Raw")));
        assertThat(frame.message().asTextMessage().getStrictText())
                .isEqualTo("{\"type\":3,\"invocationId\":\"1\",\"result\":{\"raw\":[1, 2]}}\u001e");
    }

    @Test
    void is_defined_once_and_with_boxed_types() {
        Hub.Builder hub = Hub.builder().method("A", caller -> CompletableFuture.completedFuture(null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hub.method("a", caller -> CompletableFuture.completedFuture(null)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hub.method("B", int.class, (caller, n) -> CompletableFuture.completedFuture(null)));
    }

    private HubMessage.Outcome invoke(String target, String... arguments) {
        List<JsonNode> trees = new ArrayList<>();
        for (String argument : arguments) {
            try {
                trees.add(new ObjectMapper().readTree(argument));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return outcome(new HubMessage.Invocation("1", target, trees, List.of()));
    }

    private HubMessage.Outcome outcome(HubMessage.Invocation call) {
        return invoker.invoke(new Caller(), call).toCompletableFuture().join().outcome();
    }

    private static HubMessage.Outcome value(JsonNode value) {
        return new HubMessage.Outcome.Value(value);
    }

    private record Caller() implements HubConnection {
        @Override
        public String connectionId() {
            return "c1";
        }

        @Override
        public Principal principal() {
            return Authenticator.Anonymous.INSTANCE;
        }

        @Override
        public SendResult send(String target, JsonNode argument) {
            return SendResult.CLOSED;
        }

        @Override
        public void close(@Nullable String reason, boolean allowReconnect) {}
    }
}
