package dev.earshot.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.simulator.caller.CallAccount;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.LineEnd;
import dev.earshot.simulator.cli.CallMain;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One voice for two seconds, at twenty times the pace, and a server that writes down what reaches its sockets. */
@DisplayName("A caller that misbehaves")
class FaultyCallerIT {

    private static final String VOICE = "8:acs:voice";
    private static final int ROUNDS = 100;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Channel listening;

    @BeforeEach
    void listen() {
        listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel socket) {
                        socket.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(65_536),
                                        new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                                                .websocketPath("/")
                                                .checkStartsWith(true)
                                                .maxFramePayloadLength(1 << 24)
                                                .handleCloseFrames(false)
                                                .build()),
                                        new Ear());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    @DisplayName("cuts its messages into fragments")
    void fragments() {
        place("fragment into 4");

        assertThat(seen).containsSequence("open", "text");
        assertThat(seen.stream().filter("fragment"::equals)).hasSize(3 * ROUNDS);
        assertThat(seen.stream().filter("last"::equals)).hasSize(ROUNDS);
    }

    @Test
    @DisplayName("sends its messages as binary")
    void binary() {
        place("binary");

        assertThat(seen.stream().filter("binary"::equals)).hasSize(ROUNDS);
        assertThat(seen).contains("close 1000");
    }

    @Test
    @DisplayName("closes with any code")
    void closes() {
        place("close 1011 at 1s");

        assertThat(seen).contains("close 1011").doesNotContain("close 1000");
    }

    @Test
    @DisplayName("goes without a close frame")
    void vanishes() {
        place("vanish at 1s");

        awaitSeen(ROUNDS / 2 + 1, "text");
        awaitSeen(1, "gone");
        assertThat(seen).noneMatch(each -> each.startsWith("close") || each.startsWith("failed"));
    }

    @Test
    @DisplayName("resets its socket once all it said has been heard, and dials again")
    void reset() {
        AcsCaller.Result result = place("reset at 1s redial after 100ms");

        awaitSeen(2, "open");
        awaitSeen(2 + ROUNDS - 5, "text");
        awaitSeen(1, "close 1000");
        // RST shows as an error on a socket that is read.
        awaitSeen(1, "failed");
        assertThat(track(result).frames()).isEqualTo(ROUNDS - 5);
        assertThat(track(result).gapSamples()).isEqualTo(5 * 320);
    }

    @Test
    @DisplayName("dials while it has a socket, and speaks to both")
    void redial() {
        AcsCaller.Result result = place("redial at 1s repeating 100ms overlapping 60ms");

        awaitSeen(2, "open");
        awaitSeen(2 + ROUNDS + 5 + 3, "text");
        assertThat(track(result).frames()).isEqualTo(ROUNDS + 5);
        assertThat(track(result).unheardFrames()).isEqualTo(3);
        assertThat(result.account().deeds()).containsEntry("redial", 1L);
    }

    @Test
    @DisplayName("sends what is too long")
    void oversize() {
        AcsCaller.Result result = place("send oversize at 1s");

        assertThat(seen).contains("text of more than 1 MiB");
        assertThat(result.account().anomalies()).containsEntry("oversize", 1L);
    }

    @Test
    @DisplayName("says how it was cut off")
    void cutOff() {
        AcsCaller.Result result =
                AcsCaller.place(call().header("x-test-hang-up", "1008").build()).join();

        assertThat(result.end()).isEqualTo(new LineEnd.ClosedByServer(1_008));
    }

    @Test
    @DisplayName("fails, on the command line, where the ledger does not name what it did")
    void commandLine() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] arguments = {
            "--url", "http://127.0.0.1:" + port(), "--id", "c1", "--length", "100ms", "--check", "--patience", "200ms"
        };

        int status = CallMain.run(arguments, new PrintStream(out, true, UTF_8), System.err);

        assertThat(status).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("c1  hung up", "8:acs:demo_agent     5 frames, 1,600 samples", "LEDGER the server answered")
                .contains("1 OF 1 CALLS");
    }

    private int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private AcsCaller.Result place(String... rules) {
        AcsCaller.Result result = AcsCaller.place(
                        call().faults(CallFaults.of(rules)).build())
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(result.end()).isEqualTo(new LineEnd.HungUp());
        return result;
    }

    private AcsCallerOptions.Builder call() {
        return AcsCallerOptions.to(URI.create("ws://127.0.0.1:" + port() + "/media"), "c1")
                .participant(VOICE, Speech.of(ROUNDS * 320, i -> i + 1))
                .length(Duration.ofMillis(20L * ROUNDS))
                .pace(20);
    }

    private static CallAccount.Track track(AcsCaller.Result result) {
        return result.account().tracks().get(VOICE);
    }

    private void awaitSeen(int times, String what) {
        await().until(() -> seen.stream().filter(what::equals).count() == times);
    }

    /** Writes down the kinds of what comes; hangs up where the request asks for it. */
    private final class Ear extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete handshake) {
                seen.add("open");
                String code = handshake.requestHeaders().get("x-test-hang-up");
                if (code != null) {
                    context.writeAndFlush(new CloseWebSocketFrame(Integer.parseInt(code), ""));
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof WebSocketFrame frame) {
                hear(context, frame);
            }
            ReferenceCountUtil.release(message);
        }

        private void hear(ChannelHandlerContext context, WebSocketFrame frame) {
            ByteBuf content = frame.content();
            if (frame instanceof CloseWebSocketFrame close) {
                seen.add("close " + close.statusCode());
                context.writeAndFlush(new CloseWebSocketFrame(close.statusCode(), ""))
                        .addListener(done -> context.close());
            } else if (frame instanceof BinaryWebSocketFrame) {
                seen.add("binary");
            } else if (frame instanceof ContinuationWebSocketFrame) {
                seen.add(frame.isFinalFragment() ? "last" : "fragment");
            } else if (frame instanceof TextWebSocketFrame) {
                String whole = content.readableBytes() > 1 << 20 ? "text of more than 1 MiB" : "text";
                seen.add(frame.isFinalFragment() ? whole : "fragment");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            seen.add("failed");
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add("gone");
        }
    }
}
