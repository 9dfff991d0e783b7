package dev.earshot.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that has not brought a whole request within its time, however busily it sends a byte now and then: one that
 * asks for nothing is not to take the place of one that does. From the first request on it is out of the way.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that does not close is gone
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final Duration within;
    private @Nullable Future<?> overdue;

    RequestDeadline(Duration within) {
        this.within = within;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        overdue = context.executor().schedule(() -> context.close(), within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Also when the connection has gone. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (overdue != null) {
            overdue.cancel(false);
        }
    }
}
