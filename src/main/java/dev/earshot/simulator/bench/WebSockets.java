package dev.earshot.simulator.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Supplier;

/** WebSockets on the loopback address. Messages reach the last handler whole; pings and closing need nothing from it. */
final class WebSockets {
    /** Bytes of the longest message. */
    static final int MAX_MESSAGE = 1 << 20;

    private static final int MAX_REQUEST = 16_384;
    private static final int BACKLOG = 8_192;

    private WebSockets() {}

    /** One thread for all sockets. */
    static EventLoopGroup oneLoop() {
        return new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    /**
     * Listens for sockets on any path that begins like {@code path}. Whether the upgrade is done the handler learns from
     * {@link WebSocketServerProtocolHandler.HandshakeComplete}.
     *
     * @param port 0 for any
     */
    static Channel listen(EventLoopGroup loop, int port, String path, Supplier<ChannelHandler> handlers) {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath(path)
                .checkStartsWith(true)
                .decoderConfig(decoder(true))
                .build();
        return listen(
                loop,
                port,
                pipeline -> pipeline.addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_REQUEST),
                        new WebSocketServerProtocolHandler(config),
                        new WebSocketFrameAggregator(MAX_MESSAGE),
                        handlers.get()));
    }

    /** Listens for whatever the pipeline understands. */
    static Channel listen(EventLoopGroup loop, int port, PipelineSetup setup) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(setup.initializer())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    /** The port that a listening channel was given. */
    static int port(Channel listening) {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * Dials a loopback URL. Whether the upgrade is done the handler learns from {@link
     * WebSocketClientProtocolHandler.ClientHandshakeStateEvent}, and a refusal as an exception. Masks are random, as the
     * protocol wants: a mask of zeros would spare the server the work of taking it off.
     */
    static void dial(EventLoopGroup loop, URI uri, HttpHeaders headers, ChannelHandler handler) {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri)
                .version(WebSocketVersion.V13)
                .customHeaders(headers)
                .maxFramePayloadLength(MAX_MESSAGE)
                .withUTF8Validator(false)
                .build();
        PipelineSetup setup = pipeline -> pipeline.addLast(
                new HttpClientCodec(),
                new HttpObjectAggregator(MAX_REQUEST),
                new WebSocketClientProtocolHandler(config),
                new WebSocketFrameAggregator(MAX_MESSAGE),
                handler);
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(setup.initializer())
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort()))
                .addListener(connected -> {
                    if (!connected.isSuccess() && handler instanceof DialListener listener) {
                        listener.onUnreachable(connected.cause());
                    }
                });
    }

    /** Sends a text at once. Should that fail, the handlers are told. */
    static void send(ChannelHandlerContext context, ByteBuf text) {
        var unused = context.writeAndFlush(new TextWebSocketFrame(text), context.voidPromise());
    }

    static void send(ChannelHandlerContext context, String text) {
        send(context, ByteBufUtil.writeUtf8(context.alloc(), text));
    }

    static void close(ChannelHandlerContext context) {
        var unused = context.close();
    }

    private static WebSocketDecoderConfig decoder(boolean masked) {
        return WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(masked)
                .maxFramePayloadLength(MAX_MESSAGE)
                .withUTF8Validator(false)
                .build();
    }

    /** A handler that wants to know when nobody answered at all. */
    interface DialListener {
        void onUnreachable(Throwable cause);
    }

    /** The handlers of a new channel. */
    @FunctionalInterface
    interface PipelineSetup {
        void addTo(ChannelPipeline pipeline);

        default ChannelInitializer<Channel> initializer() {
            return new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    addTo(channel.pipeline());
                }
            };
        }
    }
}
