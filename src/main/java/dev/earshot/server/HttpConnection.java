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
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the public door, from its first byte until it closes or a route takes it over.
 *
 * <pre>
 *   Http ── a route wants the socket ─▷ Handing ── its 101 leaves ─▷ handed over
 *    └──── closed, idle ─▷ gone           └── another answer leaves ─▷ Http
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the channel, and that is heard
final class HttpConnection extends ChannelInboundHandlerAdapter implements ConnectionStage.Socket, SocketHandover {

    private static final ByteString SWITCHING = ByteString.fromString("HTTP/1.1 101 ");

    private final Channel channel;
    private volatile @Nullable Takeover takeover;
    private volatile boolean handedOver;
    private ConnectionStage.@Nullable Events events;

    HttpConnection(Channel channel) {
        this.channel = channel;
    }

    private record Takeover(EventLoop loop, Consumer<ChannelPipeline> install) {}

    @Override
    public void onSwitched(EventLoop loop, Consumer<ChannelPipeline> install) {
        takeover = new Takeover(loop, install);
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
        channel.read();
    }

    @Override
    public void write(ByteString bytes) {
        Takeover wanted = takeover;
        takeover = null;
        if (wanted != null && bytes.startsWith(SWITCHING, 0)) {
            handedOver = true;
            channel.eventLoop().execute(() -> handOver(wanted, buffer(bytes)));
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

    /** The other side waits for the answer, so nothing can arrive while the connection changes its thread. */
    private void handOver(Takeover wanted, ByteBuf answer) {
        if (events != null) {
            events.switched();
        }
        channel.pipeline().remove(IdleStateHandler.class);
        channel.pipeline().remove(this);
        if (channel.eventLoop() == wanted.loop()) {
            install(wanted, answer);
            return;
        }
        channel.deregister().addListener(left -> wanted.loop().register(channel).addListener(arrived -> {
            if (arrived.isSuccess()) {
                install(wanted, answer);
            } else {
                answer.release();
                channel.unsafe().closeForcibly();
            }
        }));
    }

    private void install(Takeover wanted, ByteBuf answer) {
        wanted.install().accept(channel.pipeline());
        channel.writeAndFlush(answer);
        channel.config().setAutoRead(true);
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
        if (events != null) {
            events.received(ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(bytes)));
        }
        bytes.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (events != null) {
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
