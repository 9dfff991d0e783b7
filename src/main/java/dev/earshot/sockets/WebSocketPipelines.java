package dev.earshot.sockets;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.time.Duration;

/** What stands between a connection whose upgrade is done and our {@link WebSocketPeer}. */
public final class WebSocketPipelines {

    private WebSocketPipelines() {}

    /**
     * For the accepting side. A whole message in one frame that is larger than allowed is skipped; a fragment that is, ends the
     * connection with 1009.
     *
     * <pre>
     *   bytes ══▷ heartbeat ─▷ oversize ─▷ decoder ─▷ peer
     *   bytes ◁══ encoder ◁───────────────────────────┘
     * </pre>
     *
     * @param maxMessageBytes the same that the peer allows
     * @param quiet without a byte from the other side before it is asked whether it is there
     */
    public static void accepting(ChannelPipeline pipeline, WebSocketPeer peer, int maxMessageBytes, Duration quiet) {
        pipeline.addLast(new Heartbeat(quiet));
        pipeline.addLast(new WebSocket13FrameEncoder(false));
        pipeline.addLast(new OversizeFrames(maxMessageBytes, () -> peer.onOversize(context(pipeline, peer))));
        pipeline.addLast(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(maxMessageBytes)
                .withUTF8Validator(false)
                .build()));
        pipeline.addLast(peer);
    }

    /** For the dialling side, whose codec the handshake has put in its place: before {@code peer} comes what watches the other side. */
    public static void dialled(ChannelHandlerContext peer, Duration quiet) {
        peer.pipeline().addFirst(new Heartbeat(quiet));
    }

    private static ChannelHandlerContext context(ChannelPipeline pipeline, WebSocketPeer peer) {
        return pipeline.context(peer);
    }
}
