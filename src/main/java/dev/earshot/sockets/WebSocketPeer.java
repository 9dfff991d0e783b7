package dev.earshot.sockets;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.TimeUnit;

/**
 * Our end of a WebSocket behind Netty's frame codec: whole messages in, pings answered, the close handshake both ways, and
 * exactly one end. All of it on the channel's own thread.
 *
 * <pre>
 *   Open ──close()──▷ Closing ──▷ Ended      Closing: our close frame is out, nothing is delivered any more
 *    └── close frame, failure ──▷ Ended      Ended:   onEnd was called; the channel goes
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the channel, and that is heard
public abstract class WebSocketPeer extends SimpleChannelInboundHandler<WebSocketFrame> {

    /** A peer that does not answer our close frame is not waited for any longer, ms. */
    private static final long CLOSE_PATIENCE_MS = 2_000;

    private final MessageBytes message;
    private boolean fragmentIsText;
    private boolean closing;
    private boolean ended;

    /** @param maxMessageBytes of a message, in however many fragments it comes */
    protected WebSocketPeer(int maxMessageBytes) {
        this.message = new MessageBytes(maxMessageBytes);
    }

    /**
     * A whole message. The bytes are lent until this returns.
     *
     * @param text whether the peer called it text; it is not checked to be UTF-8
     */
    protected abstract void onMessage(boolean text, byte[] bytes, int length);

    /** A message was longer than allowed; it is gone. */
    protected abstract void onOversize(ChannelHandlerContext context);

    /** The connection is over. Called once; nothing follows. */
    protected abstract void onEnd(SocketEnd end);

    /** Whether messages may still be sent. */
    protected final boolean open() {
        return !closing && !ended;
    }

    /** Sends our close frame and is over: what the peer says from here on is not heard. */
    protected final void close(ChannelHandlerContext context, int code, String reason) {
        if (closing || ended) {
            return;
        }
        closing = true;
        end(new SocketEnd.Closed(code, reason));
        context.writeAndFlush(new CloseWebSocketFrame(code, reason));
        closeInAnyCase(context);
    }

    /** For a peer that does not answer, or does not even read. */
    private static void closeInAnyCase(ChannelHandlerContext context) {
        context.executor().schedule(() -> context.close(), CLOSE_PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Nothing more follows from our side: the connection goes once this is written. */
    private static void sayLast(ChannelHandlerContext context, CloseWebSocketFrame last) {
        context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        closeInAnyCase(context);
    }

    /** Breaks the connection off. */
    protected final void fail(ChannelHandlerContext context, Throwable cause) {
        end(new SocketEnd.Failed(cause));
        context.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            onCloseFrame(context, close);
        } else if (frame instanceof PingWebSocketFrame) {
            pong(context, frame);
        } else if (!(frame instanceof PongWebSocketFrame) && open()) {
            onData(context, frame);
        }
    }

    /** Who asks and does not take the answers gets no more of them: they would pile up here. */
    private static void pong(ChannelHandlerContext context, WebSocketFrame ping) {
        if (context.channel().isWritable()) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    /** A whole message in one frame was let go before it came here. */
    final void oversize(ChannelHandlerContext context) {
        if (open()) {
            onOversize(context);
        }
    }

    private void onData(ChannelHandlerContext context, WebSocketFrame frame) {
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            message.clear();
            fragmentIsText = frame instanceof TextWebSocketFrame;
        }
        message.add(frame.content());
        if (!frame.isFinalFragment()) {
            return;
        }
        if (message.tooLarge()) {
            onOversize(context);
        } else {
            onMessage(fragmentIsText, message.array(), message.length());
        }
        message.clear();
    }

    /** The answer repeats the peer's code, and the connection goes once it is written. */
    private void onCloseFrame(ChannelHandlerContext context, CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? WebSocketCloseStatus.EMPTY.code() : close.statusCode();
        if (closing) {
            context.close();
            return;
        }
        end(new SocketEnd.Closed(code, close.reasonText()));
        sayLast(context, new CloseWebSocketFrame(true, 0, close.content().retain()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(new SocketEnd.Failed(
                new SocketFailure(SocketFailure.Kind.NO_CLOSE_FRAME, "the connection ended without a close frame")));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
            fail(context, cause);
        } else if (closing || ended) {
            context.close();
        } else {
            end(new SocketEnd.Failed(violation(corrupted)));
            sayLast(context, new CloseWebSocketFrame(corrupted.closeStatus(), String.valueOf(corrupted.getMessage())));
        }
    }

    private static SocketFailure violation(CorruptedWebSocketFrameException corrupted) {
        SocketFailure.Kind kind = corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
                ? SocketFailure.Kind.MESSAGE_TOO_LARGE
                : SocketFailure.Kind.PROTOCOL_VIOLATION;
        return new SocketFailure(kind, String.valueOf(corrupted.getMessage()));
    }

    private void end(SocketEnd end) {
        if (!ended) {
            ended = true;
            onEnd(end);
        }
    }
}
