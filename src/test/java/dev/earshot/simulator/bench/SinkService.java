package dev.earshot.simulator.bench;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/** A realtime service that hears and says nothing: the lightest that a session can have. */
public final class SinkService implements AutoCloseable {

    private static final int MODEL_RATE = 24_000;

    private final EventLoopGroup group = WebSockets.oneLoop();
    private final Channel listening =
            new RealtimeSink(new BenchClock(), new FrameBook(0, 0), MODEL_RATE, 0).listen(group);

    public String url() {
        return RealtimeSink.url(listening);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
