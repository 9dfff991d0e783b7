package dev.earshot.sockets;

/** How one end of a WebSocket came to its end. */
public sealed interface SocketEnd {

    /**
     * A close frame ended it, the peer's or ours.
     *
     * @param code 1005 where the peer gave none
     */
    record Closed(int code, String reason) implements SocketEnd {

        /** Nothing was wrong: done, going away, or no reason given. */
        public boolean inGoodOrder() {
            return code == 1000 || code == 1001 || code == 1005;
        }
    }

    /** The connection broke without a close frame, or was broken off on our side. */
    record Failed(Throwable cause) implements SocketEnd {}
}
