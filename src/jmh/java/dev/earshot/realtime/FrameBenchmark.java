package dev.earshot.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.earshot.PartBenchmark;
import dev.earshot.acs.MediaSocketChannel;
import dev.earshot.audio.Noise;
import dev.earshot.ingress.AudioTrack;
import dev.earshot.ingress.CallAudio;
import dev.earshot.ingress.IngressSettings;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.PcmFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One call's frame through the whole path but its two sockets: from the bytes of a masked WebSocket frame, through decoding,
 * books, tape, pace and resampler, to the bytes of the masked frame that carries its append.
 *
 * <pre>
 *   bytes ─▷ MediaSocket ─▷ port ─▷ Tape ─▷ Appender ─▷ SessionSocket ─▷ bytes
 * </pre>
 */
@State(Scope.Thread)
public class FrameBenchmark extends PartBenchmark {

    private static final int FRAME_MS = 20;

    /** A minute of messages, each with its own time; then their times begin again, which costs a count. */
    private static final int MESSAGES = 3_000;

    private static final int SETTLE_EVERY = 50;

    private final byte[][] messages = new byte[MESSAGES][];
    private final EmbeddedChannel service = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    private final CallAudio audio = new CallAudio("c", IngressSettings.DEFAULT, () -> ms(), new Joining());
    private @Nullable EmbeddedChannel platform;
    private @Nullable Appender appender;
    private @Nullable AudioTrack track;
    private int frames;

    private long ms() {
        return (long) frames * FRAME_MS;
    }

    @Setup
    public void open() {
        SessionSocket session = new SessionSocket(service.eventLoop(), new Deaf(), 1 << 20);
        service.pipeline().addLast(session);
        service.pipeline().fireUserEventTriggered(ClientHandshakeStateEvent.HANDSHAKE_COMPLETE);
        Appender.Limits limits = new Appender.Limits(3.0, Duration.ofMillis(100), 16);
        appender = new Appender(limits, session, new Untold(), () -> ms() * 1_000_000);
        platform = MediaSocketChannel.into(audio.port());
        String pcm = Base64.getEncoder().encodeToString(Noise.pcm(FRAME_BYTES));
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = masked(message(Instant.EPOCH.plusMillis((long) i * FRAME_MS), pcm));
        }
    }

    @Benchmark
    public int frame() {
        platform.writeInbound(Unpooled.wrappedBuffer(messages[frames % MESSAGES]));
        frames++;
        service.runPendingTasks();
        if (frames % SETTLE_EVERY == 0) {
            track.feed().settle(track.tape().cursor());
        }
        return sent();
    }

    /** Fails where the frame did not come out: what is measured is the whole path, or nothing. */
    private int sent() {
        int bytes = 0;
        for (ByteBuf out = service.readOutbound(); out != null; out = service.readOutbound()) {
            bytes += out.readableBytes();
            out.release();
        }
        if (bytes < APPENDED_BYTES) {
            throw new IllegalStateException("frame " + frames + " came out as " + bytes + " bytes");
        }
        return bytes;
    }

    private static byte[] message(Instant time, String pcm) {
        return ("{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"" + time
                        + "\",\"participantRawID\":\"8:acs:89e8cb59-b991-48b0-b154-1db84f16a077\",\"data\":\"" + pcm
                        + "\",\"silent\":false}}")
                .getBytes(UTF_8);
    }

    /** A whole text message in one frame, as a client sends it (RFC 6455 §5.2). */
    private static byte[] masked(byte[] text) {
        byte[] mask = {0x12, 0x34, 0x56, 0x78};
        ByteBuffer frame = ByteBuffer.allocate(8 + text.length);
        frame.put((byte) 0x81)
                .put((byte) (0x80 | 126))
                .putShort((short) text.length)
                .put(mask);
        for (int i = 0; i < text.length; i++) {
            frame.put((byte) (text[i] ^ mask[i % mask.length]));
        }
        return frame.array();
    }

    private final class Joining implements CallAudio.Listener {
        @Override
        public void onTrackJoined(AudioTrack joined) {
            track = joined;
            appender.openGate(joined.feed());
        }

        @Override
        public void onGap(AudioTrack heard, long startMs, long endMs, long samples) {}

        @Override
        public void onFormatRefused(PcmFormat format) {}

        @Override
        public void onOpened() {}

        @Override
        public void onLost(MediaEnd cause) {}
    }

    private static final class Deaf implements RealtimeTransport.Listener {
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
    }
}
