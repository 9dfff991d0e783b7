package dev.earshot.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Our end of a WebSocket: whole messages in, pings answered, the close handshake both ways, and exactly one end. Reads the
 * network's bytes itself; what it sends goes through Netty's frame encoder. All of it on the channel's own thread.
 *
 * <pre>
 *   Open ──close()──▷ Closing ──▷ Ended      Closing: our close frame is out, nothing is delivered any more
 *    └── close frame, failure ──▷ Ended      Ended:   onEnd was called; the channel goes
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the channel, and that is heard
public abstract class WebSocketPeer extends ChannelInboundHandlerAdapter {

    /** Which side of the connection is ours: a client masks what it sends, a server does not. */
    public enum Side {
        SERVER,
        CLIENT
    }

    /** A peer that does not answer our close frame is not waited for any longer, ms. */
    private static final long CLOSE_PATIENCE_MS = 2_000;

    private final FrameReader frames;
    private @Nullable ChannelHandlerContext receiving;
    private boolean closing;
    private boolean ended;
    private boolean deaf;

    /**
     * @param ours the other side's frames are masked where this is the server
     * @param maxMessageBytes of a message, in however many frames it comes
     */
    protected WebSocketPeer(Side ours, int maxMessageBytes) {
        this.frames = new FrameReader(ours == Side.SERVER, maxMessageBytes, new Received());
    }

    /** Bytes have come, told before they are read: for who bounds them, and refuses what is too much. */
    protected void onBytes(ChannelHandlerContext context, int count) {}

    /** A message or a control frame has come whole, told before anything is done with it: for who bounds their number. */
    protected void onArrival(ChannelHandlerContext context) {}

    /**
     * A whole message. The bytes are lent until this returns.
     *
     * @param text whether the peer called it text; it is not checked to be UTF-8
     */
    protected abstract void onMessage(boolean text, byte[] bytes, int length);

    /** A message is longer than allowed; nothing of it is kept. */
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

    /** Breaks the connection off. */
    protected final void fail(ChannelHandlerContext context, Throwable cause) {
        deaf = true;
        end(new SocketEnd.Failed(cause));
        context.close();
    }

    /** Breaks the connection off and tells the peer what it did wrong. */
    protected final void refuse(
            ChannelHandlerContext context, WebSocketCloseStatus status, SocketFailure.Kind kind, String what) {
        deaf = true;
        if (closing || ended) {
            context.close();
            return;
        }
        end(new SocketEnd.Failed(new SocketFailure(kind, what)));
        sayLast(context, new CloseWebSocketFrame(status, what));
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

    /** Bytes are frames; anything else is what a handshake leaves behind. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        receiving = context;
        try {
            onBytes(context, bytes.readableBytes());
            frames.read(bytes);
        } finally {
            receiving = null;
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(new SocketEnd.Failed(
                new SocketFailure(SocketFailure.Kind.NO_CLOSE_FRAME, "the connection ended without a close frame")));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    private void end(SocketEnd end) {
        if (!ended) {
            ended = true;
            onEnd(end);
        }
    }

    /** What the reader finds. It is called within {@link #channelRead} only. */
    private final class Received implements FrameReader.Events {

        @Override
        public void onMessage(boolean text, byte[] bytes, int length) {
            onArrival(context());
            if (open()) {
                WebSocketPeer.this.onMessage(text, bytes, length);
            }
        }

        @Override
        public void onOversize() {
            if (open()) {
                WebSocketPeer.this.onOversize(context());
            }
        }

        @Override
        public void onControl(int opcode, byte[] payload, int length) {
            onArrival(context());
            if (deaf) {
                return;
            }
            if (opcode == FrameReader.PING) {
                pong(payload, length);
            } else if (opcode == FrameReader.CLOSE) {
                onClose(CloseFrame.read(payload, length));
            }
        }

        @Override
        public void onViolation(String what) {
            refuse(context(), WebSocketCloseStatus.PROTOCOL_ERROR, SocketFailure.Kind.PROTOCOL_VIOLATION, what);
        }

        @Override
        public boolean reading() {
            return !deaf;
        }

        /** Who asks and does not take the answers gets no more of them: they would pile up here. */
        private void pong(byte[] payload, int length) {
            if (context().channel().isWritable()) {
                context().writeAndFlush(new PongWebSocketFrame(Unpooled.copiedBuffer(payload, 0, length)));
            }
        }

        private void onClose(CloseFrame frame) {
            if (frame instanceof CloseFrame.Bad bad) {
                refuse(context(), bad.answer(), SocketFailure.Kind.PROTOCOL_VIOLATION, bad.what());
            } else if (frame instanceof CloseFrame.Good good) {
                onClose(good);
            }
        }

        /** The answer repeats the peer's code, and the connection goes once it is written. */
        private void onClose(CloseFrame.Good close) {
            deaf = true;
            if (closing) {
                context().close();
                return;
            }
            end(new SocketEnd.Closed(close.code(), close.reason()));
            sayLast(context(), close.answer());
        }

        private ChannelHandlerContext context() {
            return Objects.requireNonNull(receiving);
        }
    }
}
