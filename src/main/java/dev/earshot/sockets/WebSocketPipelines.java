package dev.earshot.sockets;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import java.time.Duration;

/** What stands between a connection whose upgrade is done and our {@link WebSocketPeer}. */
public final class WebSocketPipelines {

    private WebSocketPipelines() {}

    /**
     * For the accepting side.
     *
     * <pre>
     *   bytes ══▷ heartbeat ─▷ peer
     *   bytes ◁══ encoder ◁─────┘
     * </pre>
     *
     * @param quiet without a byte from the other side before it is asked whether it is there
     */
    public static void accepting(ChannelPipeline pipeline, WebSocketPeer peer, Duration quiet) {
        pipeline.addLast(new Heartbeat(quiet));
        pipeline.addLast(new WebSocket13FrameEncoder(false));
        pipeline.addLast(peer);
    }

    /**
     * For the dialling side, once the handshake is done and before a frame has been read. Of what the handshake has put in its
     * place only the encoder stays: the peer reads the bytes itself, answers pings within bounds and closes in its own way.
     *
     * @param quiet without a byte from the other side before it is asked whether it is there
     */
    public static void dialled(ChannelPipeline pipeline, Duration quiet) {
        pipeline.remove(WebSocket13FrameDecoder.class);
        pipeline.remove(WebSocketClientProtocolHandler.class);
        pipeline.addFirst(new Heartbeat(quiet));
    }
}
