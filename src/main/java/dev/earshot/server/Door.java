package dev.earshot.server;

import dev.earshot.sockets.SocketHandover;
import dev.earshot.sockets.SocketIo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * The public door. Pekko HTTP speaks HTTP here, and the hub's WebSockets; the sockets themselves are Netty's, so that a route can
 * take one over for media once it has answered the upgrade (see {@link SocketHandover}).
 *
 * <pre>
 *   socket ══▷ HttpConnection ─▷ ConnectionStage ─▷ HTTP layer ─▷ routes
 *                   ╚═ after a 101 that a route wants for itself ══▷ its own handlers, on its own thread
 * </pre>
 */
final class Door {

    private static final int BACKLOG = 1_024;

    /** From the connection to its first whole request. */
    static final Duration FIRST_REQUEST = Duration.ofSeconds(10);

    /** What was told to close may take so long to do it. */
    private static final long QUIET_MS = 100;

    private static final long MAX_SHUTDOWN_MS = 1_000;

    private final Materializer materializer;
    private final ServerSettings settings;
    private final Flow<HttpRequest, HttpResponse, NotUsed> routes;

    /** Made once: its table of known headers takes milliseconds to build. */
    private final BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> http;

    private final AtomicInteger connections = new AtomicInteger();

    /** One thread for all: what is heavy about a request happens behind it. */
    private final EventLoopGroup group = SocketIo.available().threads(1, "door");

    private Door(ActorSystem<?> system, Route route) {
        this.materializer = SystemMaterializer.get(system).materializer();
        this.settings = ServerSettings.create(system.settings().config());
        this.routes = route.flow(system);
        this.http = Http.get(system).serverLayer(settings);
    }

    /** Fails with the reason where nothing can be bound. */
    static CompletionStage<Listening> open(ActorSystem<?> system, String host, int port, Route route) {
        Door door = new Door(system, route);
        CompletableFuture<Listening> bound = new CompletableFuture<>();
        new ServerBootstrap()
                .group(door.group)
                .channel(SocketIo.available().server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(door.connections())
                .bind(new InetSocketAddress(host, port))
                .addListener((io.netty.channel.ChannelFutureListener) binding -> {
                    if (binding.isSuccess()) {
                        bound.complete(new Listening(binding.channel(), door.group));
                    } else {
                        var unused = door.group.shutdownGracefully(QUIET_MS, MAX_SHUTDOWN_MS, TimeUnit.MILLISECONDS);
                        bound.completeExceptionally(binding.cause());
                    }
                });
        return bound;
    }

    /** An open door. */
    static final class Listening {
        private final Channel channel;
        private final EventLoopGroup group;

        private Listening(Channel channel, EventLoopGroup group) {
            this.channel = channel;
            this.group = group;
        }

        InetSocketAddress address() {
            return (InetSocketAddress) channel.localAddress();
        }

        /** Lets nobody else in; who is in stays. */
        CompletionStage<Done> close() {
            CompletableFuture<Done> closed = new CompletableFuture<>();
            channel.close().addListener(done -> closed.complete(Done.getInstance()));
            return closed;
        }

        /** Sends away who is left. */
        void shutDown() {
            var unused = group.shutdownGracefully(QUIET_MS, MAX_SHUTDOWN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private ChannelInitializer<SocketChannel> connections() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                accept(channel);
            }
        };
    }

    private void accept(SocketChannel channel) {
        if (connections.incrementAndGet() > settings.getMaxConnections()) {
            connections.decrementAndGet();
            var unused = channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        HttpConnection connection = new HttpConnection(channel);
        channel.pipeline()
                .addLast(new RequestDeadline(FIRST_REQUEST))
                .addLast(new IdleStateHandler(0, 0, idleMs(), TimeUnit.MILLISECONDS))
                .addLast(connection);
        serve(connection);
    }

    /** 0, which is never, for a timeout that is infinite. */
    private long idleMs() {
        return settings.getTimeouts().idleTimeout().isFinite()
                ? settings.getTimeouts().idleTimeout().toMillis()
                : 0;
    }

    private void serve(HttpConnection connection) {
        http.join(Flow.fromGraph(new ConnectionStage(connection)))
                .join(Flow.of(HttpRequest.class)
                        .map(request -> connection
                                .asked(request)
                                .addAttribute(SocketHandover.ATTRIBUTE, (SocketHandover) connection))
                        .via(routes)
                        .map(connection::answered))
                .run(materializer);
    }
}
