package dev.earshot.simulator.caller;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One media socket, dialled as the platform dials, that can do what a network and a bad peer can do. Confined to its event loop.
 *
 * <pre>
 *   Dialling ─▷ Open ─▷ Closed      onClosed is told once, whoever closed it
 *       └─────────────────△
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the channel, and that is heard
final class MediaLine extends ChannelInboundHandlerAdapter {

    /** What becomes of a socket. */
    interface Listener {
        void onOpen();

        void onClosed(MediaLine line, LineEnd end);
    }

    private static final int MAX_RESPONSE = 65_536;

    /** More than any message that a caller has reason to send, so that it can send what is too long. */
    private static final int MAX_FRAME = 1 << 25;

    /** A server that answers neither ping nor close frame is not waited for any longer, ms. */
    private static final long PATIENCE_MS = 10_000;

    private final EventLoop loop;
    private final Listener listener;
    private final Deque<Runnable> awaitingPong = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext open;
    private @Nullable Channel channel;
    private boolean closed;
    private boolean hangingUp;

    private MediaLine(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** @param headers sent with the upgrade */
    static MediaLine dial(EventLoop loop, URI socket, Map<String, String> headers, Listener listener) {
        MediaLine line = new MediaLine(loop, listener);
        HttpHeaders sent = new DefaultHttpHeaders();
        headers.forEach(sent::set);
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(socket)
                .version(WebSocketVersion.V13)
                .customHeaders(sent)
                .maxFramePayloadLength(MAX_FRAME)
                .handleCloseFrames(false)
                .sendCloseFrame(null)
                .dropPongFrames(false)
                .handshakeTimeoutMillis(PATIENCE_MS)
                .build();
        SslContext tls = socket.getScheme().equals("wss") ? tls() : null;
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel dialled) {
                        line.channel = dialled;
                        if (tls != null) {
                            dialled.pipeline().addLast(tls.newHandler(dialled.alloc(), socket.getHost(), port(socket)));
                        }
                        dialled.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(MAX_RESPONSE),
                                        new WebSocketClientProtocolHandler(config),
                                        line);
                    }
                })
                .connect(socket.getHost(), port(socket))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        line.end(new LineEnd.Unreachable(
                                String.valueOf(connected.cause().getMessage())));
                    }
                });
        return line;
    }

    private static int port(URI socket) {
        if (socket.getPort() >= 0) {
            return socket.getPort();
        }
        return socket.getScheme().equals("wss") ? 443 : 80;
    }

    private static SslContext tls() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS on this machine", e);
        }
    }

    boolean isOpen() {
        return open != null && !hangingUp;
    }

    /** Says a message in one frame, in fragments, or as binary. Whether there is a socket to say it to is the answer. */
    boolean say(String json, Wire wire) {
        ChannelHandlerContext context = open;
        if (context == null || hangingUp) {
            return false;
        }
        ByteBuf bytes = ByteBufUtil.writeUtf8(context.alloc(), json);
        if (wire instanceof Wire.Fragments fragments) {
            writeFragments(context, bytes, fragments.pieces());
        } else {
            context.write(
                    wire instanceof Wire.Binary ? new BinaryWebSocketFrame(bytes) : new TextWebSocketFrame(bytes));
        }
        context.flush();
        return true;
    }

    private static void writeFragments(ChannelHandlerContext context, ByteBuf bytes, int pieces) {
        int size = Math.max(1, bytes.readableBytes() / pieces);
        for (int piece = 0; piece < pieces; piece++) {
            boolean last = piece == pieces - 1;
            ByteBuf part =
                    bytes.readRetainedSlice(last ? bytes.readableBytes() : Math.min(size, bytes.readableBytes()));
            WebSocketFrame frame =
                    piece == 0 ? new TextWebSocketFrame(last, 0, part) : new ContinuationWebSocketFrame(last, 0, part);
            context.write(frame);
        }
        bytes.release();
    }

    /** Runs once the server has read all that was said so far, or it is clear that it never will. */
    void whenHeard(Runnable next) {
        ChannelHandlerContext context = open;
        if (context == null || hangingUp) {
            next.run();
            return;
        }
        Runnable once = new Once(next);
        awaitingPong.add(once);
        context.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
        loop.schedule(once, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** A close frame, and the end once it is answered. */
    void hangUp(int code) {
        ChannelHandlerContext context = open;
        if (context == null || hangingUp) {
            return;
        }
        hangingUp = true;
        context.writeAndFlush(new CloseWebSocketFrame(code, ""));
        loop.schedule(this::vanish, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** RST. */
    void reset() {
        if (channel != null) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        vanish();
    }

    /** The connection ends (FIN) without a close frame. */
    void vanish() {
        hangingUp = true;
        if (channel != null) {
            channel.close();
        }
    }

    /** What the server says stays in the socket for so long. */
    void stopReading(long millis) {
        if (channel != null) {
            Channel silent = channel;
            silent.config().setAutoRead(false);
            loop.schedule(() -> silent.config().setAutoRead(true), millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            open = context;
            listener.onOpen();
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            fail(context, new LineEnd.Unreachable("the upgrade was not answered"));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof PongWebSocketFrame) {
                Runnable next = awaitingPong.poll();
                if (next != null) {
                    next.run();
                }
            } else if (message instanceof CloseWebSocketFrame close) {
                onClose(context, close);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onClose(ChannelHandlerContext context, CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? 1005 : close.statusCode();
        if (hangingUp) {
            context.close();
        } else {
            CloseWebSocketFrame answer =
                    close.statusCode() < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
            context.writeAndFlush(answer).addListener(written -> context.close());
            end(new LineEnd.ClosedByServer(code));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(
                open == null && !hangingUp
                        ? new LineEnd.Unreachable("the connection ended before the upgrade")
                        : new LineEnd.Broken("it ended without a close frame"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof WebSocketClientHandshakeException handshake && handshake.response() != null) {
            HttpResponse response = handshake.response();
            fail(context, new LineEnd.Refused(response.status().toString()));
        } else if (open == null) {
            fail(context, new LineEnd.Unreachable(String.valueOf(cause.getMessage())));
        } else {
            fail(context, new LineEnd.Broken(String.valueOf(cause.getMessage())));
        }
    }

    private void fail(ChannelHandlerContext context, LineEnd end) {
        end(end);
        context.close();
    }

    private void end(LineEnd end) {
        if (closed) {
            return;
        }
        closed = true;
        open = null;
        while (!awaitingPong.isEmpty()) {
            awaitingPong.remove().run();
        }
        listener.onClosed(this, hangingUp ? new LineEnd.HungUp() : end);
    }

    /** Runs what comes first: the pong, the end, or the end of patience. */
    private static final class Once implements Runnable {
        private final Runnable action;
        private boolean done;

        Once(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                action.run();
            }
        }
    }
}
