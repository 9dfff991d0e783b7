package dev.earshot.simulator.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One realtime session: confirms its configuration, then reads the audio of each append without a JSON tree. */
final class SinkSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final byte[] AUDIO = "\"audio\":\"".getBytes(StandardCharsets.US_ASCII);

    private final RealtimeSink sink;
    private final HeardSession heard;
    private final TagReader tags;
    private @Nullable ChannelHandlerContext context;
    private @Nullable SessionEvents events;
    private boolean confirmed;

    SinkSession(RealtimeSink sink) {
        this.sink = sink;
        this.heard = sink.heardSession();
        this.tags = new TagReader(sink.rate(), heard);
    }

    boolean hearsACall() {
        return heard.knowsItsCall();
    }

    /** Ends the connection as a broken line does. */
    void reset() {
        if (context != null) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            WebSockets.close(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext at, Object event) {
        if (event instanceof HandshakeComplete) {
            context = at;
            events = new SessionEvents(sink.onOpen(this));
            WebSockets.send(at, events.created());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext at) {
        sink.onClosed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) {
        sink.onFailed(cause);
        WebSockets.close(at);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext at, WebSocketFrame message) {
        if (message instanceof TextWebSocketFrame) {
            int micros = sink.micros();
            ByteBuf content = message.content();
            int length = content.readableBytes();
            content.getBytes(content.readerIndex(), sink.text(), 0, length);
            int audio = end(sink.text(), length, AUDIO);
            if (audio >= 0) {
                onAppend(audio, length, micros);
            } else {
                onEvent(at, content.toString(StandardCharsets.UTF_8));
            }
        }
    }

    private void onAppend(int audio, int length, int micros) {
        byte[] text = sink.text();
        int quote = audio;
        while (quote < length && text[quote] != '"') {
            quote++;
        }
        int bytes = Base64Text.decode(text, audio, quote - audio, sink.pcm());
        if (bytes < 0 || bytes % 2 != 0) {
            sink.onUnreadable();
            return;
        }
        if (!confirmed) {
            sink.onEarly();
        }
        heard.at(micros);
        tags.read(sink.pcm(), bytes / 2);
    }

    private void onEvent(ChannelHandlerContext at, String event) {
        String answer = events == null ? null : events.answer(event);
        if (answer != null) {
            var unused = at.executor().schedule(() -> confirm(at, answer), sink.handshakeMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void confirm(ChannelHandlerContext at, String answer) {
        confirmed = true;
        WebSockets.send(at, answer);
    }

    /** Where the first {@code key} ends, or −1. */
    private static int end(byte[] text, int length, byte[] key) {
        for (int from = 0; from + key.length <= length; from++) {
            int same = 0;
            while (same < key.length && text[from + same] == key[same]) {
                same++;
            }
            if (same == key.length) {
                return from + same;
            }
        }
        return -1;
    }
}
