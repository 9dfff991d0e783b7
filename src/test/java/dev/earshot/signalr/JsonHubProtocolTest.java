package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The JSON protocol")
class JsonHubProtocolTest {

    private static final int MAX_NESTING = 16;
    private static final JsonHubProtocol protocol = new JsonHubProtocol(MAX_NESTING);

    private record Spelled(String json, HubMessage message) {}

    /** Every message as the official clients spell it. */
    static List<Spelled> vectors() {
        return List.of(
                new Spelled(
                        "{\"type\":1,\"target\":\"Subscribe\",\"arguments\":[\"conv-1\"],\"invocationId\":\"0\"}",
                        new HubMessage.Invocation("0", "Subscribe", List.of(tree("\"conv-1\"")), List.of())),
                new Spelled(
                        "{\"type\":1,\"target\":\"transcript\",\"arguments\":[{\"seq\":1,\"text\":\"héllo ☃ 😀\",\"final\":false,\"conf\":0.25,\"tags\":[],\"who\":null}]}",
                        HubMessage.Invocation.event(
                                "transcript",
                                tree(
                                        "{\"seq\":1,\"text\":\"héllo ☃ 😀\",\"final\":false,\"conf\":0.25,\"tags\":[],\"who\":null}"))),
                new Spelled(
                        "{\"type\":1,\"target\":\"up\",\"arguments\":[],\"invocationId\":\"1\",\"streamIds\":[\"2\"]}",
                        new HubMessage.Invocation("1", "up", List.of(), List.of("2"))),
                new Spelled(
                        "{\"type\":4,\"target\":\"Stream\",\"arguments\":[1,-1,4294967296],\"invocationId\":\"3\"}",
                        new HubMessage.StreamInvocation(
                                "3", "Stream", List.of(tree("1"), tree("-1"), tree("4294967296")), List.of())),
                new Spelled(
                        "{\"type\":2,\"invocationId\":\"3\",\"item\":{\"i\":0}}",
                        new HubMessage.StreamItem("3", tree("{\"i\":0}"))),
                new Spelled(
                        "{\"type\":2,\"invocationId\":\"3\",\"item\":null}",
                        new HubMessage.StreamItem("3", NullNode.getInstance())),
                new Spelled(
                        "{\"type\":3,\"invocationId\":\"0\",\"result\":{\"ok\":true}}",
                        new HubMessage.Completion("0", new HubMessage.Outcome.Value(tree("{\"ok\":true}")))),
                new Spelled(
                        "{\"type\":3,\"invocationId\":\"0\"}",
                        new HubMessage.Completion("0", new HubMessage.Outcome.Nothing())),
                new Spelled(
                        "{\"type\":3,\"invocationId\":\"0\",\"error\":\"Unknown hub method 'X'\"}",
                        new HubMessage.Completion("0", new HubMessage.Outcome.Failed("Unknown hub method 'X'"))),
                new Spelled("{\"type\":5,\"invocationId\":\"3\"}", new HubMessage.CancelInvocation("3")),
                new Spelled("{\"type\":6}", new HubMessage.Ping()),
                new Spelled("{\"type\":8,\"sequenceId\":36}", new HubMessage.Ack(36)),
                new Spelled("{\"type\":9,\"sequenceId\":4294967296}", new HubMessage.Sequence(4294967296L)),
                new Spelled("{\"type\":7}", new HubMessage.Close(null, false)),
                new Spelled("{\"type\":7,\"error\":\"no\",\"allowReconnect\":true}", new HubMessage.Close("no", true)));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void reads_what_the_official_clients_write(Spelled vector) throws HubProtocolException {
        assertThat(parse(vector.json())).contains(vector.message());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writes_the_same_members_and_no_other(Spelled vector) {
        String written = written(vector.message());
        assertThat(written).endsWith("\u001e");
        assertThat(tree(written.substring(0, written.length() - 1))).isEqualTo(tree(vector.json()));
    }

    @Test
    void never_writes_a_member_that_is_absent() {
        assertThat(written(HubMessage.Invocation.event("event", tree("{}"))))
                .isEqualTo("{\"type\":1,\"target\":\"event\",\"arguments\":[{}]}\u001e");
        assertThat(written(new HubMessage.Completion("7", new HubMessage.Outcome.Nothing())))
                .isEqualTo("{\"type\":3,\"invocationId\":\"7\"}\u001e");
        assertThat(written(new HubMessage.Close(null, false))).isEqualTo("{\"type\":7}\u001e");
    }

    @Test
    void counts_bytes_and_not_characters() {
        Frame frame = protocol.write(HubMessage.Invocation.event("t", tree("\"aé☃😀\"")));
        String text = frame.message().asTextMessage().getStrictText();
        assertThat(frame.bytes()).isEqualTo(ByteString.fromString(text).size());
    }

    @Test
    void passes_rendered_json_through_as_it_is() {
        RawJson rendered = new RawJson("{\"seq\":1,  \"text\":\"so\"}");
        assertThat(written(HubMessage.Invocation.event("event", rendered.toNode())))
                .isEqualTo("{\"type\":1,\"target\":\"event\",\"arguments\":[{\"seq\":1,  \"text\":\"so\"}]}\u001e");
    }

    @Test
    void takes_no_separator_for_rendered_json() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RawJson("\"a\u001eb\""));
    }

    @Test
    void escapes_a_separator_inside_a_string() {
        assertThat(written(new HubMessage.Close("a\u001eb", false)))
                .isEqualTo("{\"type\":7,\"error\":\"a\\u001Eb\"}\u001e");
    }

    @Test
    void does_not_mind_the_order_of_members_nor_unknown_ones() throws HubProtocolException {
        assertThat(parse("{\"headers\":{\"a\":\"b\"},\"arguments\":[],\"new\":{},\"target\":\"T\",\"type\":1}"))
                .contains(new HubMessage.Invocation(null, "T", List.of(), List.of()));
    }

    @Test
    void takes_null_for_an_absent_member_where_it_may_be_absent() throws HubProtocolException {
        assertThat(parse("{\"type\":7,\"error\":null}")).contains(new HubMessage.Close(null, false));
        assertThat(parse("{\"type\":1,\"invocationId\":null,\"target\":\"T\",\"arguments\":[]}"))
                .contains(new HubMessage.Invocation(null, "T", List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":10}", "{\"type\":42}", "{\"type\":-1}", "{\"type\":0}"})
    void ignores_types_that_it_does_not_know(String json) throws HubProtocolException {
        assertThat(parse(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "42",
                "[]",
                "null",
                "{}",
                "{",
                "{\"type\":6}x",
                "{\"type\":6}{\"type\":6}",
                "{\"type\":\"1\"}",
                "{\"type\":6.0}",
                "{\"type\":null}",
                "{\"type\":99999999999999999999}",
                "{\"type\":1,\"target\":\"T\"}",
                "{\"type\":1,\"arguments\":[]}",
                "{\"type\":1,\"target\":42,\"arguments\":[]}",
                "{\"type\":1,\"target\":\"T\",\"arguments\":{}}",
                "{\"type\":1,\"target\":\"T\",\"arguments\":null}",
                "{\"type\":1,\"target\":\"T\",\"arguments\":[],\"invocationId\":0}",
                "{\"type\":1,\"target\":\"T\",\"arguments\":[],\"streamIds\":[1]}",
                "{\"type\":2,\"invocationId\":\"1\"}",
                "{\"type\":3,\"invocationId\":\"1\",\"result\":1,\"error\":\"e\"}",
                "{\"type\":3}",
                "{\"type\":4,\"target\":\"T\",\"arguments\":[]}",
                "{\"type\":5}",
                "{\"type\":7,\"allowReconnect\":\"yes\"}",
                "{\"type\":8}",
                "{\"type\":9,\"sequenceId\":1.5}",
                "{\"type\":9,\"sequenceId\":9223372036854775808}"
            })
    void refuses_what_is_malformed(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(HubProtocolException.class);
    }

    @Test
    void refuses_bytes_that_are_not_utf8() {
        ByteString latin1 = ByteString.fromArray(new byte[] {'{', '"', (byte) 0xe9, '"', ':', '1', '}'});
        assertThatThrownBy(() -> protocol.parse(latin1)).isInstanceOf(HubProtocolException.class);
        ByteString utf16 = ByteString.fromString("{\"type\":6}", java.nio.charset.StandardCharsets.UTF_16BE);
        assertThatThrownBy(() -> protocol.parse(utf16)).isInstanceOf(HubProtocolException.class);
    }

    @Test
    void refuses_what_is_nested_too_deep() throws HubProtocolException {
        assertThat(parse(nested(MAX_NESTING - 2))).isPresent();
        assertThatThrownBy(() -> parse(nested(MAX_NESTING))).isInstanceOf(HubProtocolException.class);
        assertThatThrownBy(() -> parse(nested(16_000))).isInstanceOf(HubProtocolException.class);
    }

    private static String nested(int depth) {
        return "{\"type\":1,\"target\":\"T\",\"arguments\":[" + "[".repeat(depth) + "]".repeat(depth) + "]}";
    }

    private static Optional<HubMessage> parse(String json) throws HubProtocolException {
        return protocol.parse(ByteString.fromString(json));
    }

    private static String written(HubMessage message) {
        return protocol.write(message).message().asTextMessage().getStrictText();
    }

    private static JsonNode tree(String json) {
        try {
            return JsonMapper.builder().build().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
