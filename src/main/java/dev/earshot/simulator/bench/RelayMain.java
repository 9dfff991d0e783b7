package dev.earshot.simulator.bench;

import io.netty.channel.EventLoopGroup;
import java.net.URI;

/**
 * What sockets alone cost: a server that takes media sockets as Earshot does, opens a realtime session for each, and
 * copies each frame's base64 text into an append, neither decoded nor resampled. One thread, and Earshot's environment.
 */
public final class RelayMain {
    private RelayMain() {}

    public static void main(String[] args) {
        URI realtime = URI.create(setting("EARSHOT_REALTIME_URL"));
        EventLoopGroup loop = WebSockets.oneLoop();
        WebSockets.listen(loop, port("EARSHOT_HTTP_PORT"), "/acs/media", () -> new RelayedCall(loop, realtime));
        RelayAdmin.listen(loop, port("EARSHOT_ADMIN_PORT"));
    }

    private static int port(String name) {
        return Integer.parseInt(setting(name));
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}
