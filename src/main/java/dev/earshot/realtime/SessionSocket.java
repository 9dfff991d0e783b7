package dev.earshot.realtime;

import dev.earshot.cloud.NoTokenException;
import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.realtime.RealtimeTransport.Listener;
import dev.earshot.sockets.SocketEnd;
import dev.earshot.sockets.SocketFailure;
import dev.earshot.sockets.WebSocketPeer;
import dev.earshot.sockets.WebSocketPipelines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Our end of one connection to a realtime service.
 *
 * <pre>
 *   Dialling ── handshake done ─▷ Open ── close frame, failure ─▷ Ended
 *      └────── refused, failed, given up ─────────────────────────▷ Ended
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the channel, and that is heard
final class SessionSocket extends WebSocketPeer implements RealtimeConnection {

    /** Texts that may wait to be dealt with before no more are read from the network. */
    private static final int MAX_WAITING_TEXTS = 32;

    /** The service is asked whether it is there after so long without a word, and given up after four times that. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Listener listener;
    private final int maxMessageBytes;
    private final AppendEncoder appends = new AppendEncoder();
    private final AtomicInteger waitingTexts = new AtomicInteger();
    private @Nullable ChannelHandlerContext context;
    private boolean opened;
    private boolean over;
    private boolean givenUp;

    /** @param maxMessageBytes a longer message from the service ends the connection */
    SessionSocket(EventLoop loop, Listener listener, int maxMessageBytes) {
        super(Side.CLIENT, maxMessageBytes);
        this.loop = loop;
        this.listener = listener;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** The service answered, but not with a WebSocket. */
    void refused(int status, Duration retryAfter) {
        end(new ConnectionEnd.Refused(status, retryAfter));
    }

    /** There is nothing to show at the door. */
    void unidentified(NoTokenException why) {
        end(new ConnectionEnd.NoCredential(why));
    }

    /** There is no connection, and will be none. */
    void unreachable(Throwable cause) {
        end(new ConnectionEnd.Unreachable(cause));
    }

    /** Whether nobody waits for this connection any more. On its thread. */
    boolean givenUp() {
        return givenUp;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (givenUp) {
            added.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext given, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            WebSocketPipelines.dialled(given.pipeline(), QUIET);
            open(given);
        }
    }

    /** The connection carries frames from here on. */
    void open(ChannelHandlerContext given) {
        context = given;
        opened = true;
        listener.onOpened();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext given) {
        if (writable()) {
            listener.onWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext given, Throwable cause) {
        if (opened) {
            super.exceptionCaught(given, cause);
        } else {
            unreachable(cause);
            given.close();
        }
    }

    /** Empty for a binary message: the protocol has none. */
    @Override
    protected void onMessage(boolean text, byte[] bytes, int length) {
        if (waitingTexts.incrementAndGet() >= MAX_WAITING_TEXTS) {
            autoRead(false);
        }
        listener.onText(text ? new String(bytes, 0, length, StandardCharsets.UTF_8) : "");
    }

    @Override
    protected void onOversize(ChannelHandlerContext given) {
        refuse(
                given,
                WebSocketCloseStatus.MESSAGE_TOO_BIG,
                SocketFailure.Kind.MESSAGE_TOO_LARGE,
                "a message is larger than " + maxMessageBytes + " bytes");
    }

    @Override
    protected void onEnd(SocketEnd how) {
        end(
                opened
                        ? new ConnectionEnd.Ended(how)
                        : new ConnectionEnd.Unreachable(new IllegalStateException("the connection ended: " + how)));
    }

    private void end(ConnectionEnd end) {
        if (!over) {
            over = true;
            listener.onEnded(end);
        }
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> guarded(task));
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        loop.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What goes wrong on our side ends this session, which the next one follows; nobody else would notice. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException broken) {
            fail(broken);
        }
    }

    @Override
    public boolean writable() {
        return opened && open() && context != null && context.channel().isWritable();
    }

    @Override
    public void send(String event) {
        ChannelHandlerContext to = context;
        if (to != null) {
            to.write(new TextWebSocketFrame(event), to.voidPromise());
        }
    }

    @Override
    public void append(byte[] pcm, int bytes) {
        ChannelHandlerContext to = context;
        if (to != null) {
            // a frame already: the encoder lets bytes pass
            to.write(appends.encode(to.alloc(), pcm, bytes), to.voidPromise());
        }
    }

    @Override
    public void flush() {
        ChannelHandlerContext to = context;
        if (to != null) {
            to.flush();
        }
    }

    @Override
    public void taken() {
        if (waitingTexts.decrementAndGet() == MAX_WAITING_TEXTS / 2) {
            loop.execute(() -> autoRead(true));
        }
    }

    private void autoRead(boolean on) {
        if (context != null) {
            context.channel().config().setAutoRead(on);
        }
    }

    @Override
    public void close() {
        over = true;
        givenUp = true;
        ChannelHandlerContext to = context;
        if (to != null && opened) {
            close(to, WebSocketCloseStatus.NORMAL_CLOSURE.code(), "");
        } else if (to != null) {
            to.close();
        }
    }

    @Override
    public void abort(Throwable cause) {
        loop.execute(() -> fail(cause));
    }

    private void fail(Throwable cause) {
        ChannelHandlerContext to = context;
        if (to != null) {
            fail(to, cause);
        } else {
            givenUp = true;
            unreachable(cause);
        }
    }
}
