package dev.earshot.realtime;

import dev.earshot.cloud.RetryAfter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;

/** Stands before the handshake: all that a refusal has to say is its status and when to come back, and its body is not waited for, however long. */
final class RefusalStatus extends ChannelInboundHandlerAdapter {

    private final SessionSocket socket;

    RefusalStatus(SessionSocket socket) {
        this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response
                && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            ReferenceCountUtil.release(message);
            socket.refused(response.status().code(), RetryAfter.of(response.headers()::get));
            var unused = context.close();
        } else {
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        }
    }
}
