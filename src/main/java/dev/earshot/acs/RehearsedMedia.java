package dev.earshot.acs;

import dev.earshot.ingress.MediaPort;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;

/** A media socket without a connection: the bytes that would come over one are given to it. */
public final class RehearsedMedia {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** With all that stands between a connection and the port. */
    public RehearsedMedia(MediaPort port) {
        MediaSocket.install(channel.pipeline(), "rehearsal", port, MediaLimits.ANY_NUMBER);
    }

    /** Bytes as they come from the network. */
    public void receive(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    /** The connection breaks. */
    public void end() {
        channel.finishAndReleaseAll();
    }

    /**
     * A message of 126 to 65 535 bytes as one masked frame (RFC 6455 §5.2), which is how a client sends it.
     *
     * @param text UTF-8
     */
    public static byte[] frame(byte[] text) {
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
}
