package dev.earshot.sockets;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.apache.pekko.http.javadsl.model.AttributeKey;

/**
 * The connection behind a request, for a route that answers it with 101 and wants to carry the socket itself from there on. HTTP
 * stays with the routes; frames do not have to pass through them.
 */
public interface SocketHandover {

    /** Where a request carries it. */
    AttributeKey<SocketHandover> ATTRIBUTE = AttributeKey.create("socket-handover", SocketHandover.class);

    /**
     * From the moment at which the answer 101 leaves, the connection is on {@code loop} and speaks through the handlers that
     * {@code install} adds there. Where the answer is another, nothing happens.
     */
    void onSwitched(EventLoop loop, Consumer<ChannelPipeline> install);
}
