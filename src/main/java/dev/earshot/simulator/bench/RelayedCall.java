package dev.earshot.simulator.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One media socket of the relay, and the realtime session that hears it. Frames that come before the session is confirmed
 * wait; there is no bound, because nobody but the bench calls.
 */
final class RelayedCall extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final ByteBuf DATA = key("\"data\":\"");
    private static final byte[] HEAD =
            "{\"type\":\"input_audio_buffer.append\",\"audio\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);

    private final EventLoopGroup loop;
    private final URI realtime;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext media;
    private @Nullable ChannelHandlerContext session;
    private boolean confirmed;

    RelayedCall(EventLoopGroup loop, URI realtime) {
        this.loop = loop;
        this.realtime = realtime;
    }

    private static ByteBuf key(String text) {
        return Unpooled.unreleasableBuffer(
                Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII).asReadOnly());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeComplete) {
            media = context;
            WebSockets.dial(loop, realtime, EmptyHttpHeaders.INSTANCE, new Session());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        ByteBuf text = message.content();
        int key = ByteBufUtil.indexOf(DATA, text);
        if (key < 0) {
            return;
        }
        int from = key + DATA.readableBytes();
        int length = text.bytesBefore(from, text.writerIndex() - from, (byte) '"');
        ByteBuf append = context.alloc().buffer(HEAD.length + length + TAIL.length);
        append.writeBytes(HEAD).writeBytes(text, from, length).writeBytes(TAIL);
        send(append);
    }

    private void send(ByteBuf append) {
        if (session != null && confirmed) {
            WebSockets.send(session, append);
        } else {
            waiting.add(append);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (session != null) {
            WebSockets.close(session);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("relay: media: " + cause);
        WebSockets.close(context);
    }

    /** The session's side. */
    private final class Session extends SimpleChannelInboundHandler<WebSocketFrame> implements WebSockets.DialListener {
        private static final String UPDATE = "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}";

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
            String event = message.content().toString(StandardCharsets.UTF_8);
            if (event.contains("\"session.created\"")) {
                session = context;
                WebSockets.send(context, UPDATE);
            } else if (event.contains("\"session.updated\"")) {
                confirmed = true;
                waiting.forEach(append -> WebSockets.send(context, append));
                waiting.clear();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (media != null) {
                WebSockets.close(media);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.err.println("relay: session: " + cause);
            WebSockets.close(context);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
                System.err.println("relay: session: the upgrade was not answered");
            }
        }

        @Override
        public void onUnreachable(Throwable cause) {
            System.err.println("relay: session: " + cause);
            if (media != null) {
                WebSockets.close(media);
            }
        }
    }
}
