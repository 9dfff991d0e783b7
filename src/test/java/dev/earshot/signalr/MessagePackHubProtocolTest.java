package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The MessagePack protocol")
class MessagePackHubProtocolTest {

    private static final int MAX_NESTING = 16;
    private static final MessagePackHubProtocol protocol = new MessagePackHubProtocol(MAX_NESTING);
    private static final JsonHubProtocol json = new JsonHubProtocol(MAX_NESTING);
    private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

    static List<ProtocolVectors> vectors() {
        return ProtocolVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void reads_from_an_official_client_what_json_says_too(ProtocolVectors vector) throws HubProtocolException {
        String record = vector.json().substring(0, vector.json().length() - 1);
        assertThat(parse(unframed(vector.messagePackBytes())))
                .isPresent()
                .isEqualTo(json.parse(ByteString.fromString(record)));
    }

    /** Beside that, the framework's own server always writes the streams of a call, and the second half of a farewell. */
    @ParameterizedTest
    @MethodSource("vectors")
    void writes_the_bytes_that_the_official_client_does(ProtocolVectors vector) throws HubProtocolException {
        byte[] theirs = unframed(vector.messagePackBytes()).toArray();
        byte[] ours = unframed(written(parse(ByteString.fromArray(theirs)).orElseThrow()))
                .toArray();
        String hex = hex(theirs);
        if (hex.startsWith("950180")) {
            hex = "96" + hex.substring(2) + "90";
        } else if (hex.startsWith("950480")) {
            hex = "96" + hex.substring(2) + "90";
        } else if (hex.startsWith("9207")) {
            hex = "93" + hex.substring(2) + "c2";
        }
        assertThat(hex(ours)).isEqualTo(hex);
    }

    /** As the framework's own server writes them. */
    @Test
    void writes_the_bytes_that_the_framework_does() {
        assertThat(hex(written(new HubMessage.Completion("xyz", new HubMessage.Outcome.Failed("Error not found!")))))
                .isEqualTo("19" + "950380a378797a01b04572726f72206e6f7420666f756e6421");
        assertThat(hex(written(new HubMessage.Completion("xyz", new HubMessage.Outcome.Nothing()))))
                .isEqualTo("08" + "940380a378797a02");
        assertThat(hex(written(new HubMessage.Close(null, true)))).isEqualTo("04" + "9307c0c3");
        assertThat(hex(written(new HubMessage.Ack(42)))).isEqualTo("03" + "92082a");
        assertThat(hex(written(new HubMessage.Sequence(146)))).isEqualTo("04" + "9209cc92");
        assertThat(hex(written(new HubMessage.Ping()))).isEqualTo("02" + "9106");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 127, 128, 16_383, 16_384, 300_000})
    void frames_a_record_of_any_length(int length) throws HubProtocolException {
        HubMessage message = new HubMessage.StreamItem("1", TextNode.valueOf("x".repeat(length)));
        BinaryRecordReader reader = new BinaryRecordReader(1_000_000);
        for (byte each : written(message).toArray()) {
            reader.append(ByteString.fromArray(new byte[] {each}));
        }
        assertThat(parse(reader.next().orElseThrow())).contains(message);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void reads_several_records_of_one_message_and_waits_for_the_rest() throws HubProtocolException {
        BinaryRecordReader reader = new BinaryRecordReader(10);
        reader.append(bytes("029106029106049307c0"));
        assertThat(reader.next()).map(MessagePackHubProtocolTest::hex).contains("9106");
        assertThat(reader.next()).map(MessagePackHubProtocolTest::hex).contains("9106");
        assertThat(reader.next()).isEmpty();
        reader.append(bytes("c3"));
        assertThat(reader.next()).map(MessagePackHubProtocolTest::hex).contains("9307c0c3");
    }

    @ParameterizedTest
    @CsvSource({"0b, TOO_LARGE", "ff7f, TOO_LARGE", "ffffffff07, TOO_LARGE", "808080808000, MALFORMED"})
    void refuses_a_record_by_its_length_alone(String prefix, DisconnectCause cause) {
        BinaryRecordReader reader = new BinaryRecordReader(10);
        reader.append(bytes(prefix));
        assertThatThrownBy(reader::next)
                .isInstanceOfSatisfying(HubProtocolException.class, e -> assertThat(e.disconnectCause())
                        .isEqualTo(cause));
    }

    @Test
    void reads_what_json_has_no_word_for() throws HubProtocolException {
        assertThat(argument("c403010203")).isEqualTo(BinaryNode.valueOf(new byte[] {1, 2, 3}));
        assertThat(argument("d6ff00000001")).as("a timestamp").isEqualTo(TextNode.valueOf("1970-01-01T00:00:01Z"));
        assertThat(argument("cfffffffffffffffff"))
                .isEqualTo(BigIntegerNode.valueOf(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)));
        assertThat(argument("ca3f000000")).isEqualTo(nodes.numberNode(0.5));
        assertThat(argument("8101a178"))
                .as("a key that is a number")
                .isEqualTo(nodes.objectNode().put("1", "x"));
    }

    @Test
    void writes_what_json_has_no_word_for() throws HubProtocolException {
        JsonNode all = nodes.arrayNode()
                .add(BinaryNode.valueOf(new byte[] {1, 2}))
                .add(BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                .add(1.5f);
        assertThat(itemWritten(all)).isEqualTo("93c4020102cfffffffffffffffffcb3ff8000000000000");
        assertThat(itemWritten(nodes.numberNode(BigInteger.TWO.pow(64)))).isEqualTo("cb43f0000000000000");
    }

    @Test
    void writes_rendered_json_as_what_it_says_wherever_it_stands() {
        assertThat(itemWritten(new RawJson("{\"seq\": 7, \"tags\": [null]}").toNode()))
                .isEqualTo("82a373657107a47461677391c0");
        assertThat(itemWritten(new ObjectMapper().valueToTree(Map.of("raw", new RawJson("[true]")))))
                .isEqualTo("81a372617791c3");
    }

    @Test
    void ignores_types_that_it_does_not_know_and_what_later_versions_add() throws HubProtocolException {
        assertThat(parse(bytes("930ac0c0"))).isEmpty();
        assertThat(parse(bytes("91ccff"))).isEmpty();
        assertThat(parse(bytes("91cf0000000100000001"))).isEmpty();
        assertThat(parse(bytes("930692c0c001"))).contains(new HubMessage.Ping());
        assertThat(parse(bytes("970181a161a162c0a154909091c3")))
                .contains(new HubMessage.Invocation(null, "T", List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "c1", // a byte that means nothing
                "80", // no array
                "90", // no type
                "91a131", // a type that is a string
                "92", // shorter than it says
                "910601", // longer than it says
                "9501c0c0a15490", // headers that are no map
                "95018001a15490", // an id that is a number
                "950180c00190", // a target that is a number
                "950180c0a15480", // arguments that are no array
                "940180c0a154", // no arguments
                "960180c0a1549091c0", // a stream without an id
                "93048001", // a stream invocation without its id
                "95048 0c0a15490", // a stream invocation with nil for its id
                "93028 0a131", // an item without its value
                "940380a13104", // a completion of no known kind
                "940380a13103", // a completion without its value
                "9205 80", // a cancellation without an id
                "9207 01", // an error that is a number
                "9307c001", // a permission that is a number
                "9108", // an acknowledgement without a number
                "9208cb3ff8000000000000", // an acknowledgement of one and a half
                "9209cfffffffffffffffff", // more than any count
                "950180c0a1549 1d90aff", // a string that is longer than the record
                "950180c0a15491a2c328", // no UTF-8
                "950180c0a15491d40501", // an extension that is not known
                "950180c0a15491c7ffff", // an extension that is longer than the record
                "950180c0a15491c70cff000000007fffffffffffffff", // a timestamp beyond time
                "950180c0a1549181c0c0" // a key that is nil
            })
    void refuses_what_is_malformed(String hex) {
        assertThatThrownBy(() -> parse(bytes(hex.replace(" ", "")))).isInstanceOf(HubProtocolException.class);
    }

    /** Any of these can make a reader that believes it ask for gigabytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dd7fffffff",
                "ddffffffff",
                "df7fffffff",
                "dfffffffff",
                "db7fffffff",
                "c67fffffff",
                "c97fffffffff"
            })
    void believes_no_size_that_is_beyond_what_is_there(String bomb) {
        assertThatThrownBy(() -> parse(bytes(bomb))).isInstanceOf(HubProtocolException.class);
        assertThatThrownBy(() -> argument(bomb + "c0c0c0")).isInstanceOf(HubProtocolException.class);
        assertThatThrownBy(() -> parse(bytes("9201" + bomb))).isInstanceOf(HubProtocolException.class);
        assertThatThrownBy(() -> parse(bytes("960180c0a15490" + bomb))).isInstanceOf(HubProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"91", "81a161"})
    void refuses_what_is_nested_too_deep(String level) throws HubProtocolException {
        assertThat(argument(level.repeat(MAX_NESTING - 2) + "c0")).isNotNull();
        assertThatThrownBy(() -> argument(level.repeat(MAX_NESTING - 1) + "c0"))
                .isInstanceOf(HubProtocolException.class);
        assertThatThrownBy(() -> argument(level.repeat(10_000) + "c0")).isInstanceOf(HubProtocolException.class);
    }

    private static JsonNode argument(String hex) throws HubProtocolException {
        HubMessage message = parse(bytes("950180c0a15491" + hex)).orElseThrow();
        return ((HubMessage.Invocation) message).arguments().get(0);
    }

    private static String itemWritten(JsonNode item) {
        String hex = hex(unframed(written(new HubMessage.StreamItem("1", item)).toArray()));
        String before = "940280a131";
        assertThat(hex).startsWith(before);
        return hex.substring(before.length());
    }

    private static Optional<HubMessage> parse(ByteString record) throws HubProtocolException {
        return protocol.parse(record);
    }

    private static ByteString written(HubMessage message) {
        Frame frame = protocol.write(message);
        ByteString bytes = frame.message().asBinaryMessage().getStrictData();
        assertThat(frame.bytes()).isEqualTo(bytes.size());
        return bytes;
    }

    private static ByteString unframed(ByteString framed) {
        return unframed(framed.toArray());
    }

    private static ByteString unframed(byte[] framed) {
        try {
            BinaryRecordReader reader = new BinaryRecordReader(1_000_000);
            reader.append(ByteString.fromArray(framed));
            ByteString record = reader.next().orElseThrow();
            assertThat(reader.rest().isEmpty()).isTrue();
            return record;
        } catch (HubProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteString bytes(String hex) {
        return ByteString.fromArray(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteString bytes) {
        return hex(bytes.toArray());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
