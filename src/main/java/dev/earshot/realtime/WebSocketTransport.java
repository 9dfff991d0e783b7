package dev.earshot.realtime;

import dev.earshot.cloud.NoTokenException;
import dev.earshot.sockets.AudioLoops;
import dev.earshot.sockets.SocketIo;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A realtime service behind a real WebSocket. */
public final class WebSocketTransport implements RealtimeTransport, AutoCloseable {

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    /** A bound only: the session's own, which is a setting, is shorter. */
    private static final long HANDSHAKE_TIMEOUT_MS = 300_000;

    /** The answer that takes the connection has no body. */
    private static final int MAX_ANSWER_BYTES = 1_024;

    /** Two seconds of audio: enough to keep a network busy; more would be taken from the tape too early. */
    private static final WriteBufferWaterMark OUTGOING = new WriteBufferWaterMark(64 * 1_024, 128 * 1_024);

    private final AudioLoops loops;
    private final RealtimeEndpoint endpoint;
    private final @Nullable SslContext tls;
    private final AddressResolverGroup<InetSocketAddress> resolver = new DnsAddressResolverGroup(
            SocketIo.available().datagrams(), DnsServerAddressStreamProviders.platformDefault());

    /** @param loops the threads that connections are on, each on its call's */
    public WebSocketTransport(AudioLoops loops, RealtimeEndpoint endpoint) {
        this(loops, endpoint, SslContextBuilder.forClient());
    }

    /** @param trust what the JVM trusts, or what a test does */
    WebSocketTransport(AudioLoops loops, RealtimeEndpoint endpoint, SslContextBuilder trust) {
        this.loops = loops;
        this.endpoint = endpoint;
        this.tls = endpoint.secure() ? tls(trust) : null;
    }

    /** Whatever is trusted, the certificate must be of the host that was dialled. */
    private static SslContext tls(SslContextBuilder trust) {
        try {
            return trust.endpointIdentificationAlgorithm("HTTPS").build();
        } catch (SSLException e) {
            throw new IllegalStateException("this JVM offers no TLS", e);
        }
    }

    @Override
    public RealtimeConnection connect(String callId, Listener listener) {
        EventLoop loop = loops.of(callId);
        SessionSocket socket = new SessionSocket(loop, listener, endpoint.maxMessageBytes());
        loop.execute(() -> dial(loop, socket));
        return socket;
    }

    private void dial(EventLoop loop, SessionSocket socket) {
        if (!socket.givenUp()) {
            var unused = endpoint.credential()
                    .headers()
                    .whenComplete((shown, failure) -> onLoop(loop, () -> dial(loop, socket, shown, failure)));
        }
    }

    /** A key is there at once; a token may come later, on whichever thread. */
    private static void onLoop(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void dial(
            EventLoop loop, SessionSocket socket, @Nullable Map<String, String> shown, @Nullable Throwable failure) {
        if (socket.givenUp()) {
            return;
        }
        if (shown == null) {
            notShown(socket, failure);
            return;
        }
        try {
            connect(loop, socket, shown);
        } catch (RuntimeException notToBeDialled) {
            socket.unreachable(notToBeDialled);
        }
    }

    private static void notShown(SessionSocket socket, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof NoTokenException why) {
            socket.unidentified(why);
        } else {
            socket.unreachable(new IllegalStateException("nothing to show", cause));
        }
    }

    private void connect(EventLoop loop, SessionSocket socket, Map<String, String> shown) {
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(SocketIo.available().client())
                .resolver(resolver)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTGOING)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        try {
                            initialize(channel, socket, shown);
                        } catch (RuntimeException notToBeDialled) {
                            socket.unreachable(notToBeDialled);
                            var unused = channel.close();
                        }
                    }
                })
                .connect(endpoint.uri().getHost(), endpoint.port());
        connecting.addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                socket.unreachable(connected.cause());
            }
        });
    }

    /**
     * <pre>
     *   network ══▷ TLS ─▷ HTTP, then WebSocket frames ─▷ handshake ─▷ SessionSocket
     * </pre>
     */
    private void initialize(Channel channel, SessionSocket socket, Map<String, String> shown) {
        if (tls != null) {
            channel.pipeline()
                    .addLast(tls.newHandler(
                            channel.alloc(), endpoint.uri().getHost(), endpoint.port(), ForkJoinPool.commonPool()));
        }
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new RefusalStatus(socket))
                .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                .addLast(new WebSocketClientProtocolHandler(webSocket(shown)))
                .addLast(socket);
    }

    private WebSocketClientProtocolConfig webSocket(Map<String, String> shown) {
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(endpoint.uri())
                .version(WebSocketVersion.V13)
                .customHeaders(headers(shown))
                .maxFramePayloadLength(endpoint.maxMessageBytes())
                .handshakeTimeoutMillis(HANDSHAKE_TIMEOUT_MS)
                .sendCloseFrame(null)
                .handleCloseFrames(false)
                .dropPongFrames(false)
                .withUTF8Validator(false)
                .build();
    }

    private static HttpHeaders headers(Map<String, String> shown) {
        HttpHeaders headers = new DefaultHttpHeaders();
        shown.forEach(headers::add);
        return headers;
    }

    @Override
    public void close() {
        resolver.close();
    }
}
