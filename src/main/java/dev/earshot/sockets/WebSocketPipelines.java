package dev.earshot.sockets;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
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
        pipeline.addLast(new OversizeFrames(maxMessageBytes, () -> peer.oversize(context(pipeline, peer))));
        pipeline.addLast(decoder(true, maxMessageBytes));
        pipeline.addLast(peer);
    }

    /**
     * For the dialling side, once the handshake is done and before a frame has been read. Of what the handshake has put in its
     * place only the encoder stays: the rest answers pings without end and closes in its own way.
     *
     * @param maxMessageBytes the same that the peer allows
     * @param quiet without a byte from the other side before it is asked whether it is there
     */
    public static void dialled(ChannelPipeline pipeline, int maxMessageBytes, Duration quiet) {
        pipeline.replace(WebSocket13FrameDecoder.class, "frames", decoder(false, maxMessageBytes));
        pipeline.remove(WebSocketClientProtocolHandler.class);
        pipeline.addFirst(new Heartbeat(quiet));
    }

    /** What is wrong with a frame is for the peer to answer. */
    private static WebSocket13FrameDecoder decoder(boolean masked, int maxMessageBytes) {
        return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(masked)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(maxMessageBytes)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build());
    }

    private static ChannelHandlerContext context(ChannelPipeline pipeline, WebSocketPeer peer) {
        return pipeline.context(peer);
    }
}
