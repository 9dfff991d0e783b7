package dev.earshot.sockets;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads that carry audio, and nothing else. Whatever sockets a call has, they are on one of them, so that a frame goes
 * from one socket to the other without waking a second thread: that would cost more than all that is done to it.
 */
public final class AudioLoops implements AutoCloseable {

    /** What was told to close may take so long to do it. */
    private static final long QUIET_MS = 100;

    private static final long MAX_SHUTDOWN_MS = 1_000;

    private final EventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();

    private AudioLoops(int threads) {
        group = SocketIo.available().threads(threads, "audio");
        for (EventExecutor loop : group) {
            loops.add((EventLoop) loop);
        }
    }

    /**
     * Starts them.
     *
     * @param threads at least 1
     */
    public static AudioLoops start(int threads) {
        return new AudioLoops(threads);
    }

    /** The one thread of this call; always the same for the same id. */
    public EventLoop of(String callId) {
        int hash = callId.hashCode();
        return loops.get(Math.floorMod(hash ^ hash >>> 16, loops.size()));
    }

    /** Ends the threads, and with them every socket that is left. */
    @Override
    public void close() {
        var unused = group.shutdownGracefully(QUIET_MS, MAX_SHUTDOWN_MS, TimeUnit.MILLISECONDS);
    }
}
