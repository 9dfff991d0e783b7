package dev.earshot.sockets;

import static dev.earshot.sockets.WireFrames.BINARY;
import static dev.earshot.sockets.WireFrames.CLOSE;
import static dev.earshot.sockets.WireFrames.CONTINUATION;
import static dev.earshot.sockets.WireFrames.PING;
import static dev.earshot.sockets.WireFrames.PONG;
import static dev.earshot.sockets.WireFrames.TEXT;
import static dev.earshot.sockets.WireFrames.bytes;
import static dev.earshot.sockets.WireFrames.closing;
import static dev.earshot.sockets.WireFrames.frame;
import static dev.earshot.sockets.WireFrames.header;
import static dev.earshot.sockets.WireFrames.joined;
import static dev.earshot.sockets.WireFrames.masked;
import static dev.earshot.sockets.WireFrames.maskedStart;
import static dev.earshot.sockets.WireFrames.unmasked;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The accepting side's handlers, all of them, on a channel whose clock stands still. */
class WebSocketPeerTest {

    private static final int MAX = 1_000;
    private static final Duration QUIET = Duration.ofSeconds(15);

    private final RecordingPeer peer = new RecordingPeer(MAX);
    private final List<ByteBuf> given = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void accept() {
        channel.freezeTime();
        WebSocketPipelines.accepting(channel.pipeline(), peer, QUIET);
    }

    @AfterEach
    void itEndsOnceAndEveryBufferIsReleased() {
        channel.finishAndReleaseAll();
        assertThat(peer.ends).hasSize(1);
        assertThat(given).allMatch(bytes -> bytes.refCnt() == 0);
    }

    @Test
    void wholeMessagesAreDeliveredInOrder() {
        receive(joined(
                masked(TEXT, bytes("one")),
                masked(BINARY, bytes("two")),
                masked(TEXT, bytes("")),
                masked(TEXT, bytes("é"))));
        assertThat(peer.heard).containsExactly("text one", "binary two", "text ", "text é");
    }

    @Test
    void fragmentsMakeOneMessageAndAPingBetweenThemIsAnsweredAtOnce() {
        receive(maskedStart(TEXT, bytes("a")));
        receive(maskedStart(CONTINUATION, bytes("")));
        receive(masked(PING, bytes("there?")));
        assertThat(sent()).isEqualTo(unmasked(PONG, bytes("there?")));
        receive(masked(CONTINUATION, bytes("b")));
        receive(maskedStart(BINARY, bytes("c")));
        receive(masked(CONTINUATION, bytes("d")));
        assertThat(peer.heard).containsExactly("text ab", "binary cd");
    }

    @Test
    void pongsAreNotWrittenForAPeerThatTakesNone() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        var unused = channel.write(Unpooled.wrappedBuffer(new byte[100]));
        receive(masked(PING, bytes("p")));
        channel.flush();
        assertThat(sent()).hasSize(100);
        receive(masked(PING, bytes("q")));
        assertThat(sent()).isEqualTo(unmasked(PONG, bytes("q")));
    }

    @Test
    void aMessageInOneFrameThatIsTooLargeIsCountedAndTheNextOneIsHeard() {
        receive(joined(masked(TEXT, new byte[MAX + 1]), masked(TEXT, bytes("next"))));
        assertThat(peer.heard).containsExactly("oversize", "text next");
    }

    @Test
    void fragmentsThatAreTooLargeTogetherAreCountedOnceAndTheNextMessageIsHeard() {
        receive(maskedStart(TEXT, new byte[MAX]));
        receive(maskedStart(CONTINUATION, new byte[1]));
        receive(maskedStart(CONTINUATION, new byte[MAX]));
        receive(masked(CONTINUATION, bytes("end")));
        receive(masked(TEXT, bytes("next")));
        assertThat(peer.heard).containsExactly("oversize", "text next");
    }

    @Test
    void aFragmentThatAloneIsTooLargeIsCountedAndTheNextMessageIsHeard() {
        receive(joined(maskedStart(TEXT, new byte[MAX + 1]), masked(CONTINUATION, bytes("end"))));
        receive(masked(TEXT, bytes("next")));
        assertThat(peer.heard).containsExactly("oversize", "text next");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1011, 3000, 4000, 4999})
    void aCloseFrameIsRepeatedAndTheConnectionGoes(int code) {
        receive(masked(CLOSE, closing(code, "because")));
        assertThat(peer.ends).containsExactly(new SocketEnd.Closed(code, "because"));
        assertThat(sent()).isEqualTo(unmasked(CLOSE, closing(code, "because")));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aCloseFrameWithoutACodeIs1005AndIsAnsweredWithoutOne() {
        receive(masked(CLOSE, new byte[0]));
        assertThat(peer.ends).containsExactly(new SocketEnd.Closed(1005, ""));
        assertThat(sent()).isEqualTo(unmasked(CLOSE, new byte[0]));
    }

    @Test
    void whatFollowsACloseFrameIsNotHeard() {
        receive(joined(
                masked(TEXT, bytes("last")),
                masked(CLOSE, closing(1000, "")),
                masked(TEXT, bytes("late")),
                masked(TEXT, new byte[MAX + 1]),
                masked(CLOSE, closing(1011, ""))));
        assertThat(peer.heard).containsExactly("text last");
        assertThat(peer.ends).containsExactly(new SocketEnd.Closed(1000, ""));
        assertThat(sent()).isEqualTo(unmasked(CLOSE, closing(1000, "")));
    }

    @Test
    void onceWeHaveClosedNothingIsHeardAndThePeersAnswerEndsIt() {
        peer.close(1000, "done");
        assertThat(sent()).isEqualTo(unmasked(CLOSE, closing(1000, "done")));
        receive(joined(masked(TEXT, bytes("late")), masked(TEXT, new byte[MAX + 1])));
        assertThat(channel.isOpen()).isTrue();
        receive(masked(CLOSE, closing(1000, "done")));
        assertThat(channel.isOpen()).isFalse();
        assertThat(peer.heard).isEmpty();
        assertThat(peer.ends).containsExactly(new SocketEnd.Closed(1000, "done"));
        assertThat(sent()).isEmpty();
    }

    @Test
    void aPeerThatDoesNotAnswerOurCloseFrameIsNotWaitedForLongerThanTwoSeconds() {
        peer.close(1000, "");
        pass(Duration.ofMillis(1_999));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aSecondCloseOfOursChangesNothing() {
        peer.close(1000, "");
        peer.close(1011, "again");
        peer.fail(new IOException("late"));
        assertThat(sent()).isEqualTo(unmasked(CLOSE, closing(1000, "")));
        assertThat(peer.ends).containsExactly(new SocketEnd.Closed(1000, ""));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aConnectionThatEndsWithoutACloseFrameFailed() {
        receive(joined(masked(TEXT, bytes("whole")), header(0x81, true, 5)));
        channel.close();
        assertThat(peer.heard).containsExactly("text whole");
        assertFailed(SocketFailure.Kind.NO_CLOSE_FRAME);
    }

    @Test
    void anErrorOfTheNetworkIsTheEnd() {
        IOException reset = new IOException("Connection reset by peer");
        channel.pipeline().fireExceptionCaught(reset);
        assertThat(peer.ends).containsExactly(new SocketEnd.Failed(reset));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anExceptionOfOursIsTheEndAndWhatCameWithItIsNotHeard() {
        peer.onMessageThrows = new IllegalStateException("a fault");
        receive(joined(masked(TEXT, bytes("one")), masked(TEXT, bytes("two"))));
        assertThat(peer.ends).containsExactly(new SocketEnd.Failed(peer.onMessageThrows));
        assertThat(channel.isOpen()).isFalse();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("not masked", unmasked(TEXT, bytes("x"))),
                Arguments.of("a reserved bit", frame(0xc1, true, bytes("x"))),
                Arguments.of("a reserved opcode", frame(0x83, true, bytes("x"))),
                Arguments.of("a reserved control opcode", frame(0x8b, true, bytes("x"))),
                Arguments.of("a continuation of nothing", masked(CONTINUATION, bytes("x"))),
                Arguments.of(
                        "a message within a message", joined(maskedStart(TEXT, bytes("x")), masked(TEXT, bytes("y")))),
                Arguments.of("a ping in fragments", frame(PING, true, bytes("x"))),
                Arguments.of("a ping that is too long", masked(PING, new byte[126])),
                Arguments.of("a negative length", header(0x81, true, -1)),
                Arguments.of("a length in a longer form than needed", new byte[] {(byte) 0x81, (byte) 0xfe, 0, 5}),
                Arguments.of("half a close code", masked(CLOSE, new byte[1])),
                Arguments.of("a close code that is none", masked(CLOSE, closing(1005, ""))),
                Arguments.of(
                        "a close reason that is no text", masked(CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void whatIsNotTheProtocolEndsTheConnectionWith1002(String what, byte[] wrong) {
        receive(joined(wrong, masked(TEXT, bytes("behind"))));
        receive(masked(TEXT, bytes("later")));
        assertFailed(SocketFailure.Kind.PROTOCOL_VIOLATION);
        assertThat(peer.heard).isEmpty();
        assertCloseFrame(what.equals("a close reason that is no text") ? 1007 : 1002);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aViolationInsteadOfAnAnswerToOurCloseFrameEndsTheWait() {
        peer.close(1000, "");
        receive(unmasked(TEXT, bytes("x")));
        assertThat(channel.isOpen()).isFalse();
        assertThat(peer.ends).containsExactly(new SocketEnd.Closed(1000, ""));
        assertThat(sent()).isEqualTo(unmasked(CLOSE, closing(1000, "")));
    }

    private void assertFailed(SocketFailure.Kind kind) {
        assertThat(peer.ends).singleElement().isInstanceOfSatisfying(SocketEnd.Failed.class, failed -> assertThat(
                        failed.cause())
                .isInstanceOfSatisfying(SocketFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind)));
    }

    private void assertCloseFrame(int code) {
        byte[] last = sent();
        assertThat(last).hasSizeGreaterThanOrEqualTo(4);
        assertThat(last[0]).isEqualTo((byte) 0x88);
        assertThat((last[2] & 0xff) << 8 | last[3] & 0xff).isEqualTo(code);
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** What comes on a channel that is closed is not read. */
    private void receive(byte[] bytes) {
        if (channel.isOpen()) {
            ByteBuf buffer = channel.alloc().buffer(bytes.length).writeBytes(bytes);
            given.add(buffer);
            channel.writeInbound(buffer);
        }
    }

    private byte[] sent() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            all.writeBytes(one);
            one.release();
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }
}
