package dev.earshot.sockets;

import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our end of a WebSocket that writes down what it is told. */
final class RecordingPeer extends WebSocketPeer {

    final List<String> heard = new ArrayList<>();
    final List<SocketEnd> ends = new ArrayList<>();

    @Nullable
    RuntimeException onMessageThrows;

    @Nullable
    ChannelHandlerContext context;

    RecordingPeer(int maxMessageBytes) {
        super(Side.SERVER, maxMessageBytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    void close(int code, String reason) {
        close(context, code, reason);
    }

    void fail(Throwable cause) {
        fail(context, cause);
    }

    @Override
    protected void onMessage(boolean text, byte[] bytes, int length) {
        if (onMessageThrows != null) {
            throw onMessageThrows;
        }
        heard.add((text ? "text " : "binary ") + new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    protected void onOversize(ChannelHandlerContext given) {
        heard.add("oversize");
    }

    @Override
    protected void onEnd(SocketEnd end) {
        ends.add(end);
    }
}
