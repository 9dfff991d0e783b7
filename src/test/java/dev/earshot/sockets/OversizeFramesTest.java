package dev.earshot.sockets;

import static dev.earshot.sockets.WireFrames.BINARY;
import static dev.earshot.sockets.WireFrames.CLOSE;
import static dev.earshot.sockets.WireFrames.CONTINUATION;
import static dev.earshot.sockets.WireFrames.PING;
import static dev.earshot.sockets.WireFrames.TEXT;
import static dev.earshot.sockets.WireFrames.bytes;
import static dev.earshot.sockets.WireFrames.header;
import static dev.earshot.sockets.WireFrames.joined;
import static dev.earshot.sockets.WireFrames.masked;
import static dev.earshot.sockets.WireFrames.maskedStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OversizeFramesTest {

    private static final int MAX = 1_000;

    private final List<ByteBuf> given = new ArrayList<>();
    private int skipped;
    private EmbeddedChannel channel = limitedTo(MAX);

    @AfterEach
    void everyBufferIsReleased() {
        channel.finishAndReleaseAll();
        assertThat(given).allMatch(bytes -> bytes.refCnt() == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void howeverTheStreamIsCutWhatIsAllowedArrivesByteForByte(long seed) {
        Random random = new Random(seed);
        limitTo(70_000);
        int oversize = 0;
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream allowed = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            int opcode = List.of(TEXT, BINARY, PING, CONTINUATION).get(random.nextInt(4));
            int length = length(random, opcode);
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            boolean whole = opcode == PING || random.nextBoolean();
            byte[] frame = WireFrames.frame((whole ? 0x80 : 0) | opcode, random.nextBoolean(), payload);
            sent.writeBytes(frame);
            if (whole && (opcode == TEXT || opcode == BINARY) && length > 70_000) {
                oversize++;
            } else {
                allowed.writeBytes(frame);
            }
        }
        cut(sent.toByteArray(), random);

        assertThat(Arrays.equals(passed(), allowed.toByteArray())).isTrue();
        assertThat(skipped).isEqualTo(oversize).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1000, 0", "1001, 1", "0, 0"})
    void theLimitIsTheLargestThatIsAllowed(int length, int expected) {
        byte[] frame = masked(TEXT, new byte[length]);
        receive(frame);
        assertThat(skipped).isEqualTo(expected);
        assertThat(passed()).isEqualTo(expected == 0 ? frame : new byte[0]);
    }

    @Test
    void whatStandsBeforeAndBehindAnOversizeFrameInOnePacketIsIntact() {
        byte[] before = masked(TEXT, bytes("before"));
        byte[] behind = masked(TEXT, bytes("behind"));
        receive(joined(
                before,
                masked(TEXT, new byte[MAX + 1]),
                masked(BINARY, new byte[MAX + 1]),
                masked(PING, bytes("p")),
                behind));
        assertThat(skipped).isEqualTo(2);
        assertThat(passed()).isEqualTo(joined(before, masked(PING, bytes("p")), behind));
    }

    @Test
    void singleBytesAreEnough() {
        byte[] allowed = masked(TEXT, new byte[200]);
        byte[] all = joined(masked(TEXT, new byte[MAX + 1]), allowed, masked(BINARY, new byte[2 * MAX]), allowed);
        for (byte one : all) {
            receive(new byte[] {one});
        }
        assertThat(skipped).isEqualTo(2);
        assertThat(passed()).isEqualTo(joined(allowed, allowed));
    }

    @Test
    void aFragmentPassesHoweverLargeItIs() {
        byte[] all = joined(maskedStart(TEXT, new byte[MAX + 1]), masked(CONTINUATION, new byte[MAX + 1]));
        receive(all);
        assertThat(skipped).isZero();
        assertThat(passed()).isEqualTo(all);
    }

    @Test
    void anOversizeFrameIsCountedWhenItBeginsSoThatItIsCountedIfItNeverEnds() {
        receive(header(0x80 | TEXT, true, 1L << 40));
        receive(new byte[5_000]);
        assertThat(skipped).isEqualTo(1);
        assertThat(passed()).isEmpty();
    }

    @Test
    void aLengthThatIsNoneIsLeftToTheDecoder() {
        byte[] all = joined(header(0x80 | TEXT, true, -1), masked(CLOSE, new byte[0]));
        receive(all);
        assertThat(skipped).isZero();
        assertThat(passed()).isEqualTo(all);
    }

    @Test
    void aHeaderThatIsCutByTheEndOfTheConnectionIsReleased() {
        receive(new byte[] {(byte) 0x81, (byte) 0xfe, 1});
        assertThat(channel.finish()).isFalse();
    }

    private static int length(Random random, int opcode) {
        if (opcode == PING) {
            return random.nextInt(126);
        }
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(126);
            case 1 -> 126 + random.nextInt(2_000);
            case 2 -> 65_530 + random.nextInt(12);
            default -> 70_001 + random.nextInt(3);
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
        ByteBuf buffer = channel.alloc().buffer(bytes.length).writeBytes(bytes);
        given.add(buffer);
        channel.writeInbound(buffer);
    }

    private byte[] passed() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf one = channel.readInbound(); one != null; one = channel.readInbound()) {
            all.writeBytes(one);
            one.release();
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    private void limitTo(int max) {
        channel.finishAndReleaseAll();
        channel = limitedTo(max);
    }

    private EmbeddedChannel limitedTo(int max) {
        return new EmbeddedChannel(new OversizeFrames(max, () -> skipped++));
    }
}
