package dev.earshot.server;

import dev.earshot.sockets.SocketHandover;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the public door, from its first byte until it closes or a route takes it over.
 *
 * <pre>
 *   Http ── a route wants the socket ─▷ Handing ── its 101 leaves ─▷ handed over
 *    ├──── closed, idle ─▷ gone           └── it answers otherwise ─▷ Http
 *    └──── failed
 * </pre>
 *
 * While it is Handing, HTTP gets no bytes: a client that does not wait for the 101, as it should, sends frames by then, and
 * they go to whoever takes the socket. Without the first of them the rest would make no sense.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the channel, and that is heard
final class HttpConnection extends ChannelInboundHandlerAdapter implements ConnectionStage.Socket, SocketHandover {

    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
    private static final ByteString SWITCHING = ByteString.fromString("HTTP/1.1 101 ");

    private final Channel channel;
    private final EarlyFrames earlyFrames = new EarlyFrames();
    private final Queue<byte[]> unread = new ArrayDeque<>();
    private volatile @Nullable Takeover takeover;
    private volatile boolean handedOver;
    private ConnectionStage.@Nullable Events events;
    private boolean wanted;
    private boolean hasAsked;

    HttpConnection(Channel channel) {
        this.channel = channel;
    }

    private record Takeover(EventLoop loop, Consumer<ChannelPipeline> install) {}

    @Override
    public void onSwitched(EventLoop loop, Consumer<ChannelPipeline> install) {
        takeover = new Takeover(loop, install);
    }

    /** Each request passes here on its way to the routes. The first says that the connection is there for something. */
    HttpRequest asked(HttpRequest request) {
        if (!hasAsked) {
            hasAsked = true;
            channel.eventLoop().execute(() -> {
                if (channel.pipeline().get(RequestDeadline.class) != null) {
                    channel.pipeline().remove(RequestDeadline.class);
                }
            });
        }
        return request;
    }

    /** Each answer passes here on its way to the HTTP layer. One that switches nothing ends what its route had in mind. */
    HttpResponse answered(HttpResponse answer) {
        if (takeover != null && !answer.status().equals(StatusCodes.SWITCHING_PROTOCOLS)) {
            takeover = null;
            channel.eventLoop().execute(this::deliver);
        }
        return answer;
    }

    @Override
    public void attach(ConnectionStage.Events stage) {
        channel.eventLoop().execute(() -> {
            events = stage;
            if (!channel.isActive()) {
                stage.closed();
            }
        });
    }

    @Override
    public void read() {
        channel.eventLoop().execute(() -> {
            wanted = true;
            deliver();
        });
    }

    private void deliver() {
        if (!wanted || takeover != null || events == null) {
            return;
        }
        byte[] next = unread.poll();
        if (next != null) {
            wanted = false;
            events.received(ByteString.fromArrayUnsafe(next));
        } else if (channel.isActive()) {
            channel.read();
        } else {
            events.closed();
        }
    }

    @Override
    public void write(ByteString bytes) {
        Takeover taking = takeover;
        if (taking != null && bytes.startsWith(SWITCHING, 0)) {
            handedOver = true;
            channel.eventLoop().execute(() -> handOver(taking, buffer(bytes)));
        } else {
            channel.writeAndFlush(buffer(bytes)).addListener(written -> onWritten(written.cause()));
        }
    }

    private static ByteBuf buffer(ByteString bytes) {
        return Unpooled.wrappedBuffer(bytes.toArrayUnsafe());
    }

    private void onWritten(@Nullable Throwable failure) {
        if (events != null) {
            if (failure == null) {
                events.written();
            } else {
                events.failed(failure);
            }
        }
    }

    private void handOver(Takeover taking, ByteBuf answer) {
        if (events != null) {
            events.switched();
        }
        if (!channel.isActive()) {
            return;
        }
        channel.pipeline().remove(IdleStateHandler.class);
        if (channel.eventLoop() == taking.loop()) {
            install(taking, answer);
            return;
        }
        channel.deregister().addListener(left -> taking.loop().register(channel).addListener(arrived -> {
            if (arrived.isSuccess()) {
                install(taking, answer);
            } else {
                channel.unsafe().closeForcibly();
            }
        }));
    }

    private void install(Takeover taking, ByteBuf answer) {
        try {
            taking.install().accept(channel.pipeline());
            channel.writeAndFlush(answer);
            ChannelHandlerContext here = channel.pipeline().context(this);
            unread.forEach(early -> here.fireChannelRead(Unpooled.wrappedBuffer(early)));
            here.fireChannelReadComplete();
            channel.pipeline().remove(this);
            channel.config().setAutoRead(true);
        } catch (RuntimeException broken) {
            log.atError().setCause(broken).log("A connection could not be handed over");
            channel.close();
        }
    }

    @Override
    public void close() {
        if (!handedOver) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        earlyFrames.split(ByteBufUtil.getBytes(bytes), unread);
        bytes.release();
        deliver();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (events != null && unread.isEmpty()) {
            events.closed();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (events != null) {
            events.failed(cause);
        }
        context.close();
    }
}
