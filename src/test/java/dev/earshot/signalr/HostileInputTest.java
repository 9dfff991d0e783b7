package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Hostile input")
class HostileInputTest {

    private static final int MUTANTS = 2_000;
    private static final int MAX_RECORD = 512;
    private static final String SYNTAX = "{}[]\":,0123456789\\untfe-.\u001e";

    private static final List<String> SEEDS = List.of(
            "{\"protocol\":\"json\",\"version\":1}\u001e",
            "{\"type\":1,\"target\":\"Subscribe\",\"arguments\":[\"conv-1\",12,{\"a\":[null,true]}],\"invocationId\":\"0\"}\u001e",
            "{\"type\":6}\u001e{\"type\":5,\"invocationId\":\"3\"}\u001e",
            "{\"type\":4,\"target\":\"Stream\",\"arguments\":[1e5,-0.25],\"invocationId\":\"3\",\"streamIds\":[\"1\"]}\u001e",
            "{\"type\":3,\"invocationId\":\"0\",\"result\":{\"héllo\":\"☃ 😀\"}}\u001e",
            "{\"type\":7,\"error\":\"bye\",\"allowReconnect\":true}\u001e");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5})
    void is_a_message_or_a_protocol_error_and_nothing_else(long seed) {
        Random random = new Random(seed);
        JsonHubProtocol protocol = new JsonHubProtocol(16);
        int understood = 0;
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8), random);
            try {
                understood += feed(protocol, mutant, random);
            } catch (HubProtocolException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                fail("Seed %d, mutant %d: %s".formatted(seed, i, new String(mutant, StandardCharsets.UTF_8)), e);
            }
        }
        assertThat(understood).as("mutants still understood").isPositive();
        assertThat(refused).as("mutants refused").isPositive();
    }

    /** Cuts the bytes at random into pieces, as a network may. */
    private static int feed(JsonHubProtocol protocol, byte[] bytes, Random random) throws HubProtocolException {
        RecordReader reader = protocol.newReader(MAX_RECORD);
        int records = 0;
        int at = 0;
        while (at < bytes.length) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(64));
            reader.append(ByteString.fromArray(Arrays.copyOfRange(bytes, at, to)));
            at = to;
            for (Optional<ByteString> record = reader.next(); record.isPresent(); record = reader.next()) {
                Handshake.judge(record.get(), List.of(protocol));
                protocol.parse(record.get());
                records++;
            }
        }
        return records;
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> with(bytes, at, (byte) random.nextInt(256));
                case 1 -> with(bytes, at, (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length())));
                case 2 -> splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), new byte[0]);
                case 3 -> splice(bytes, at, at, repeat(bytes[at], random.nextInt(2 * MAX_RECORD)));
                default -> splice(bytes, at, at, Arrays.copyOfRange(bytes, 0, at));
            };
            if (bytes.length == 0) {
                return original;
            }
        }
        return bytes;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] repeat(byte value, int times) {
        byte[] repeated = new byte[times];
        Arrays.fill(repeated, value);
        return repeated;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] insert) {
        byte[] result = new byte[bytes.length - (to - from) + insert.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(insert, 0, result, from, insert.length);
        System.arraycopy(bytes, to, result, from + insert.length, bytes.length - to);
        return result;
    }
}
