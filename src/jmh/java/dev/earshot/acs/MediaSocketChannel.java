package dev.earshot.acs;

import dev.earshot.ingress.MediaPort;
import io.netty.channel.embedded.EmbeddedChannel;

/** A media socket whose bytes come from the benchmark. */
public final class MediaSocketChannel {

    private MediaSocketChannel() {}

    /** With all that stands between a connection and the port. */
    public static EmbeddedChannel into(MediaPort port) {
        EmbeddedChannel channel = new EmbeddedChannel();
        MediaSocket.install(channel.pipeline(), port, MediaRoute.DEFAULT_MAX_MESSAGE);
        return channel;
    }
}
