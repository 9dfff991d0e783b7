package dev.earshot.acs;

import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.MediaPort;
import dev.earshot.sockets.SocketEnd;
import dev.earshot.sockets.SocketFailure;
import dev.earshot.sockets.WebSocketPeer;
import dev.earshot.sockets.WebSocketPipelines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Our end of a media socket: decodes each message where it stands and hands it to the port. It reads whatever comes as it comes, so
 * that the platform is never made to wait, and sends nothing: Earshot listens. Whoever brings more than a platform could
 * ({@link MediaLimits}) is told so and closed, because the thread is other calls' as well.
 */
final class MediaSocket extends WebSocketPeer {

    /** The platform is asked whether it is there after so long without a word, and given up after four times that. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(MediaSocket.class);

    private final MediaMessages messages;
    private final String callId;
    private final MediaPort port;

    private final Allowance arrivals;
    private final Allowance bytes;

    private MediaSocket(String callId, MediaPort port, MediaLimits limits) {
        super(Side.SERVER, limits.maxMessageBytes());
        this.callId = callId;
        this.port = port;
        this.messages = new MediaMessages(port);
        this.arrivals = new Allowance(limits.messagesPerSecond(), System::nanoTime);
        this.bytes = new Allowance((long) limits.messagesPerSecond() * MediaLimits.BYTES_PER_MESSAGE, System::nanoTime);
    }

    /** Gives a connection to the port. */
    static void install(ChannelPipeline pipeline, String callId, MediaPort port, MediaLimits limits) {
        WebSocketPipelines.accepting(pipeline, new MediaSocket(callId, port, limits), QUIET);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        port.opened(
                () -> context.executor().execute(() -> close(context, WebSocketCloseStatus.NORMAL_CLOSURE.code(), "")));
    }

    @Override
    protected void onBytes(ChannelHandlerContext context, int count) {
        if (!bytes.take(count)) {
            tooMuch(context);
        }
    }

    @Override
    protected void onArrival(ChannelHandlerContext context) {
        if (!arrivals.take(1)) {
            tooMuch(context);
        }
    }

    private void tooMuch(ChannelHandlerContext context) {
        if (open()) {
            port.anomaly(MediaAnomaly.TOO_MUCH);
        }
        refuse(
                context,
                WebSocketCloseStatus.POLICY_VIOLATION,
                SocketFailure.Kind.TOO_MUCH,
                "more than a call can bring");
    }

    @Override
    protected void onMessage(boolean text, byte[] bytes, int length) {
        messages.onMessage(bytes, length);
    }

    @Override
    protected void onOversize(ChannelHandlerContext context) {
        port.anomaly(MediaAnomaly.OVERSIZE);
    }

    @Override
    protected void onEnd(SocketEnd end) {
        if (end instanceof SocketEnd.Failed failed) {
            log(failed.cause());
        }
        boolean closed = end instanceof SocketEnd.Closed close && close.inGoodOrder();
        port.closed(closed ? MediaEnd.CLOSED : MediaEnd.FAILED);
    }

    /** What a network or a peer does needs no trace; anything else is a fault of ours, which nobody else would hear of. */
    private void log(Throwable cause) {
        boolean expected = cause instanceof IOException || cause instanceof SocketFailure;
        log.atLevel(expected ? Level.INFO : Level.ERROR)
                .addKeyValue("call", callId)
                .addKeyValue("cause", cause.getClass().getSimpleName() + ": " + cause.getMessage())
                .setCause(expected ? null : cause)
                .log("A media socket broke");
    }
}
