package dev.earshot.simulator.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One call's media socket, as the platform would open it. Confined to the bench's event loop.
 *
 * <pre>
 *   Dialling ─▷ Open ─▷ Closed
 *       └─────────────────△
 * </pre>
 */
final class MediaCaller extends ChannelInboundHandlerAdapter implements WebSockets.DialListener {
    private final String callId;
    private final Listener listener;
    private @Nullable ChannelHandlerContext open;
    private boolean closed;
    private boolean hangingUp;

    /** What becomes of a socket. */
    interface Listener {
        void onOpen();

        /** Neither side sends any more; {@code wasOpen} is false where the call never came about. */
        void onClosed(boolean wasOpen, String why);
    }

    MediaCaller(String callId, Listener listener) {
        this.callId = callId;
        this.listener = listener;
    }

    /** @param port of the server's media socket */
    void dial(EventLoopGroup loop, int port) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("x-ms-call-connection-id", callId);
        WebSockets.dial(loop, URI.create("ws://127.0.0.1:" + port + "/acs/media/" + callId), headers, this);
    }

    boolean isOpen() {
        return open != null;
    }

    /** Sends one message; the socket is open. */
    void send(byte[] message) {
        ChannelHandlerContext context = open;
        if (context != null) {
            WebSockets.send(context, context.alloc().buffer(message.length).writeBytes(message));
        }
    }

    void hangUp() {
        hangingUp = true;
        if (open != null) {
            var unused = open.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            WebSockets.send(context, AudioMessage.metadata(callId));
            open = context;
            listener.onOpen();
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            onClosed("the upgrade was not answered");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        onClosed("closed by the server");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        onClosed(String.valueOf(cause.getMessage()));
        WebSockets.close(context);
    }

    @Override
    public void onUnreachable(Throwable cause) {
        onClosed(String.valueOf(cause.getMessage()));
    }

    private void onClosed(String why) {
        boolean wasOpen = open != null;
        open = null;
        if (!closed && !hangingUp) {
            listener.onClosed(wasOpen, why);
        }
        closed = true;
    }
}
