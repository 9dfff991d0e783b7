package dev.earshot.sockets;

import static dev.earshot.sockets.WireFrames.BINARY;
import static dev.earshot.sockets.WireFrames.CONTINUATION;
import static dev.earshot.sockets.WireFrames.PING;
import static dev.earshot.sockets.WireFrames.TEXT;
import static dev.earshot.sockets.WireFrames.bytes;
import static dev.earshot.sockets.WireFrames.frame;
import static dev.earshot.sockets.WireFrames.header;
import static dev.earshot.sockets.WireFrames.joined;
import static dev.earshot.sockets.WireFrames.masked;
import static dev.earshot.sockets.WireFrames.maskedStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final int MAX = 1_000;

    private final Recorded read = new Recorded();
    private FrameReader reader = new FrameReader(true, MAX, read);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void howeverTheStreamIsCutTheSameIsRead(long seed) {
        Random random = new Random(seed);
        boolean masked = random.nextBoolean();
        reader = new FrameReader(masked, 70_000, read);
        List<String> expected = new ArrayList<>();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < 150; i++) {
            writeMessage(random, masked, sent, expected);
        }
        cut(sent.toByteArray(), random);

        assertThat(read.events).isEqualTo(expected);
        assertThat(expected).contains("oversize");
    }

    @ParameterizedTest
    @CsvSource({"1000, false", "1001, true", "0, false"})
    void theLimitIsTheLargestThatIsAllowed(int length, boolean oversize) {
        byte[] payload = new byte[length];
        receive(masked(TEXT, payload));
        assertThat(read.events).containsExactly(oversize ? "oversize" : told("text", payload));
    }

    @Test
    void whatStandsBeforeAndBehindAnOversizeMessageInOnePacketIsIntact() {
        receive(joined(
                masked(TEXT, bytes("before")),
                masked(TEXT, new byte[MAX + 1]),
                masked(BINARY, new byte[MAX + 1]),
                masked(PING, bytes("p")),
                masked(TEXT, bytes("behind"))));
        assertThat(read.events)
                .containsExactly(
                        told("text", bytes("before")),
                        "oversize",
                        "oversize",
                        told("control 9", bytes("p")),
                        told("text", bytes("behind")));
    }

    @Test
    void anOversizeMessageIsToldWhenItBeginsSoThatItIsCountedIfItNeverEnds() {
        receive(header(0x80 | TEXT, true, 1L << 40));
        receive(new byte[5_000]);
        assertThat(read.events).containsExactly("oversize");
    }

    @Test
    void fragmentsThatAreTooLargeTogetherAreToldWithTheFirstThatIsTooMuch() {
        receive(maskedStart(TEXT, new byte[MAX]));
        assertThat(read.events).isEmpty();
        receive(header(CONTINUATION, true, 1));
        assertThat(read.events).containsExactly("oversize");
        receive(joined(new byte[1], masked(CONTINUATION, new byte[MAX])));
        assertThat(read.events).containsExactly("oversize");
    }

    @Test
    void whatIsAnnouncedAndDoesNotComeTakesNoMemory() {
        reader = new FrameReader(true, Integer.MAX_VALUE, read);
        receive(header(0x80 | TEXT, true, Integer.MAX_VALUE));
        receive(new byte[] {1});
        assertThat(read.events).isEmpty();
    }

    @Test
    void nothingIsReadBehindAViolation() {
        receive(joined(frame(0x83, true, bytes("x")), masked(TEXT, bytes("behind"))));
        receive(masked(TEXT, bytes("later")));
        assertThat(read.events).containsExactly("violation: opcode 3 is reserved");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 63, 1_000})
    void aMaskIsTheSameFourBytesAgainAndAgain(int length) {
        byte[] plain = new byte[length + 6];
        new Random(length).nextBytes(plain);
        byte[] expected = plain.clone();
        byte[] mask = {0x11, 0x22, 0x33, (byte) 0xc4};
        for (int i = 0; i < length; i++) {
            expected[3 + i] ^= mask[i % 4];
        }
        Masking.apply(plain, 3, 3 + length, 0xc4332211);
        assertThat(plain).isEqualTo(expected);
    }

    /** In up to four frames, with a ping between them now and then. */
    private static void writeMessage(Random random, boolean masked, ByteArrayOutputStream sent, List<String> expected) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean text = random.nextBoolean();
        int frames = 1 + (random.nextBoolean() ? 0 : random.nextInt(4));
        boolean told = false;
        for (int i = 1; i <= frames; i++) {
            byte[] payload = random(random, length(random));
            int opcode = i > 1 ? CONTINUATION : text ? TEXT : BINARY;
            sent.writeBytes(frame((i == frames ? 0x80 : 0) | opcode, masked, payload));
            message.writeBytes(payload);
            if (message.size() > 70_000 && !told) {
                told = true;
                expected.add("oversize");
            }
            if (random.nextInt(3) == 0) {
                byte[] ping = random(random, random.nextInt(126));
                if (i < frames) {
                    sent.writeBytes(frame(0x80 | PING, masked, ping));
                    expected.add(told("control 9", ping));
                }
            }
        }
        if (!told) {
            expected.add(told(text ? "text" : "binary", message.toByteArray()));
        }
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static int length(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(126);
            case 1, 2 -> 126 + random.nextInt(2_000);
            case 3 -> 65_530 + random.nextInt(12);
            default -> 70_000 + random.nextInt(3);
        };
    }

    private void cut(byte[] all, Random random) {
        int at = 0;
        while (at < all.length) {
            int most = random.nextInt(3) == 0 ? 5 : 20_000;
            int next = Math.min(all.length, at + 1 + random.nextInt(most));
            receive(Arrays.copyOfRange(all, at, next));
            at = next;
        }
    }

    private void receive(byte[] bytes) {
        reader.read(Unpooled.wrappedBuffer(bytes));
    }

    private static String told(String what, byte[] bytes) {
        return what + " " + bytes.length + " " + Arrays.hashCode(bytes);
    }

    private static final class Recorded implements FrameReader.Events {

        private final List<String> events = new ArrayList<>();
        private boolean reading = true;

        @Override
        public void onMessage(boolean text, byte[] bytes, int length) {
            events.add(told(text ? "text" : "binary", Arrays.copyOf(bytes, length)));
        }

        @Override
        public void onControl(int opcode, byte[] payload, int length) {
            events.add(told("control " + opcode, Arrays.copyOf(payload, length)));
        }

        @Override
        public void onOversize() {
            events.add("oversize");
        }

        @Override
        public void onViolation(String what) {
            events.add("violation: " + what);
            reading = false;
        }

        @Override
        public boolean reading() {
            return reading;
        }
    }
}
