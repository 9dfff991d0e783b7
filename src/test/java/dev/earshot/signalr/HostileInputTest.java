package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Hostile input")
class HostileInputTest {

    private static final int MUTANTS = 3_000;
    private static final int MAX_RECORD = 512;
    private static final int MAX_NESTING = 16;
    /** What reading a mutant of a few kB may cost: trees, text and the reader's own buffers. */
    private static final long MAX_ALLOCATED = 2_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final HubProtocol json = new JsonHubProtocol(MAX_NESTING);
    private final HubProtocol messagePack = new MessagePackHubProtocol(MAX_NESTING);

    @ParameterizedTest(name = "in {0}, seed {1}")
    @CsvSource({"json,1", "json,2", "json,3", "messagepack,1", "messagepack,2", "messagepack,3"})
    void is_a_message_or_a_protocol_error_and_nothing_else(String name, long seed) {
        HubProtocol protocol = name.equals("json") ? json : messagePack;
        Mutations mutations = Mutations.of(protocol, seed);
        Random cuts = new Random(seed);
        int understood = 0;
        int refused = 0;
        long most = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutations.next();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                understood += feed(protocol, mutant, cuts);
            } catch (HubProtocolException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                fail("Seed %d, mutant %d: %s".formatted(seed, i, HexFormat.of().formatHex(mutant)), e);
            }
            most = Math.max(most, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(understood).as("records still understood").isGreaterThan(100);
        assertThat(refused).as("mutants refused").isGreaterThan(100);
        assertThat(most).as("bytes allocated for one mutant").isLessThan(MAX_ALLOCATED);
    }

    /** Cuts the bytes at random into pieces, as a network may. */
    private static int feed(HubProtocol protocol, byte[] bytes, Random random) throws HubProtocolException {
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

    /** Valid messages, altered in a few places: the same sequence for the same seed. */
    static final class Mutations {
        private static final byte[] JSON_SYNTAX = "{}[]\":,0123456789\\untfe-.\u001e".getBytes(StandardCharsets.UTF_8);
        /** Formats that declare a size, the ends of ranges, and a byte that means nothing. */
        private static final byte[] MESSAGE_PACK_SYNTAX = HexFormat.of()
                .parseHex("80818f90919fa0a1bfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d3d4d8d9dadbdcdddedfe0ff007f");

        private final List<byte[]> originals;
        private final byte[] syntax;
        private final Random random;

        private Mutations(List<byte[]> originals, byte[] syntax, long seed) {
            this.originals = originals;
            this.syntax = syntax;
            this.random = new Random(seed);
        }

        static Mutations of(HubProtocol protocol, long seed) {
            boolean json = protocol instanceof JsonHubProtocol;
            byte[] handshake = "{\"protocol\":\"json\",\"version\":1}\u001e".getBytes(StandardCharsets.UTF_8);
            Stream<byte[]> messages =
                    ProtocolVectors.all().stream().map(vector -> json ? vector.jsonBytes() : vector.messagePackBytes());
            List<byte[]> originals =
                    json ? Stream.concat(Stream.of(handshake), messages).toList() : messages.toList();
            return new Mutations(originals, json ? JSON_SYNTAX : MESSAGE_PACK_SYNTAX, seed);
        }

        byte[] next() {
            byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
            for (int edits = 1 + random.nextInt(4); edits > 0 && bytes.length > 0; edits--) {
                int at = random.nextInt(bytes.length);
                bytes = switch (random.nextInt(5)) {
                    case 0 -> with(bytes, at, (byte) random.nextInt(256));
                    case 1 -> with(bytes, at, syntax[random.nextInt(syntax.length)]);
                    case 2 -> splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), new byte[0]);
                    case 3 -> splice(bytes, at, at, repeat(bytes[at], random.nextInt(2 * MAX_RECORD)));
                    default -> splice(bytes, at, at, Arrays.copyOfRange(bytes, 0, at));
                };
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
}
