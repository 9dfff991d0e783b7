package dev.earshot.realtime;

import dev.earshot.audio.TrackFeed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A session without a connection or a service: the bytes that would go over one are counted. */
public final class RehearsedSession {

    private static final Appender.Limits LIMITS = new Appender.Limits(3.0, Duration.ofMillis(100), 16);
    private static final int MAX_MESSAGE_BYTES = 1_024;

    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    private final Appender appender;

    /** @param nanoTime the clock that paces it */
    public RehearsedSession(LongSupplier nanoTime) {
        SessionSocket socket = new SessionSocket(channel.eventLoop(), new Unheard(), MAX_MESSAGE_BYTES);
        channel.pipeline().addLast(socket);
        socket.open(channel.pipeline().context(socket));
        appender = new Appender(LIMITS, socket, new Untold(), nanoTime);
    }

    /** The gate opens. */
    public void hear(TrackFeed feed) {
        appender.openGate(feed);
    }

    /** Does what is due. Returns the bytes that left. */
    public int run() {
        channel.runPendingTasks();
        int bytes = 0;
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            bytes += out.readableBytes();
            out.release();
        }
        return bytes;
    }

    /** The connection ends. */
    public void end() {
        run();
        channel.finishAndReleaseAll();
    }

    private static final class Unheard implements RealtimeTransport.Listener {
        @Override
        public void onOpened() {}

        @Override
        public void onText(String text) {}

        @Override
        public void onWritable() {}

        @Override
        public void onEnded(RealtimeTransport.ConnectionEnd end) {}
    }

    private static final class Untold implements Appender.Listener {
        @Override
        public void onAppending(long sent, long position) {}

        @Override
        public void onTrackAppended(long position) {}

        @Override
        public void onGateClosed(long position) {}
    }
}
