package dev.earshot.sockets;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Finds a peer that is gone without a word: asks after each quiet interval, and gives up after some without any answer.
 * A peer that is merely silent answers, and its connection stays.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the channel, and that is heard
final class Heartbeat extends IdleStateHandler {

    private static final int UNANSWERED = 3;

    private final Duration quiet;
    private int asked;

    /** @param quiet without a byte from the peer before it is asked */
    Heartbeat(Duration quiet) {
        super(quiet.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        this.quiet = quiet;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        if (event.state() != IdleState.READER_IDLE) {
            return;
        }
        if (!context.channel().config().isAutoRead()) {
            // it is we who do not listen: that says nothing about the peer
            asked = 0;
            return;
        }
        asked = event.isFirst() ? 1 : asked + 1;
        if (asked > UNANSWERED) {
            context.fireExceptionCaught(new SocketFailure(
                    SocketFailure.Kind.SILENT_PEER, "nothing for " + quiet.multipliedBy(asked) + ", not even a pong"));
        } else {
            // through the whole pipeline: the encoder stands behind this handler
            context.channel().writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
        }
    }
}
