package dev.earshot.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration QUIET = Duration.ofSeconds(10);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Throwable> failures = new ArrayList<>();

    @BeforeEach
    void listen() {
        channel.freezeTime();
        channel.pipeline().addLast(new Heartbeat(QUIET)).addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                failures.add(cause);
                context.close();
            }
        });
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void asksAfterAQuietIntervalAndNotBefore() {
        pass(QUIET.minusMillis(1));
        assertThat(pings()).isZero();
        pass(Duration.ofMillis(1));
        assertThat(pings()).isEqualTo(1);
    }

    @Test
    void anyByteStartsTheIntervalAnew() {
        pass(QUIET.minusMillis(1));
        receive();
        pass(QUIET.minusMillis(1));
        assertThat(pings()).isZero();
    }

    @Test
    void givesUpAfterThreeQuestionsWithoutAnAnswer() {
        for (int asked = 1; asked <= 3; asked++) {
            pass(QUIET);
            assertThat(pings()).isEqualTo(1);
        }
        assertThat(failures).isEmpty();
        pass(QUIET);
        assertThat(pings()).isZero();
        assertThat(failures).singleElement().isInstanceOfSatisfying(SocketFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(SocketFailure.Kind.SILENT_PEER);
            assertThat(failure).hasMessage("nothing for PT40S, not even a pong");
        });
    }

    @Test
    void anAnswerStartsTheCountAnew() {
        for (int i = 0; i < 10; i++) {
            pass(QUIET);
            pass(QUIET);
            pass(QUIET);
            assertThat(pings()).isEqualTo(3);
            receive();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aPeerIsNotBlamedForWhatWeDoNotRead() {
        channel.config().setAutoRead(false);
        for (int i = 0; i < 10; i++) {
            pass(QUIET);
        }
        assertThat(pings()).isZero();
        channel.config().setAutoRead(true);
        pass(QUIET);
        pass(QUIET);
        pass(QUIET);
        assertThat(pings()).isEqualTo(3);
        assertThat(failures).isEmpty();
        pass(QUIET);
        assertThat(failures).hasSize(1);
    }

    @Test
    void nobodyIsAskedOnceItIsClosed() {
        channel.close();
        pass(QUIET.multipliedBy(5));
        assertThat(pings()).isZero();
        assertThat(failures).isEmpty();
    }

    private void receive() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
        ByteBuf passed = channel.readInbound();
        passed.release();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    private int pings() {
        int pings = 0;
        for (Object one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            assertThat(one).isInstanceOf(PingWebSocketFrame.class);
            ((PingWebSocketFrame) one).release();
            pings++;
        }
        return pings;
    }
}
