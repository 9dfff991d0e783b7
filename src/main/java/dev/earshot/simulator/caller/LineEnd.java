package dev.earshot.simulator.caller;

/** How a media socket came to its end, as the caller saw it. */
public sealed interface LineEnd {

    /** Hung up by the caller, in one way or another. */
    record HungUp() implements LineEnd {
        @Override
        public String toString() {
            return "hung up";
        }
    }

    /** The upgrade was answered with another status than 101. */
    record Refused(String status) implements LineEnd {
        @Override
        public String toString() {
            return "The media socket refused the call: " + status;
        }
    }

    /** Nobody answered at all, or not in the words of a WebSocket. */
    record Unreachable(String why) implements LineEnd {
        @Override
        public String toString() {
            return "The media socket cannot be reached: " + why;
        }
    }

    /**
     * A close frame of the server's.
     *
     * @param code 1005 where it gave none
     */
    record ClosedByServer(int code) implements LineEnd {
        @Override
        public String toString() {
            return "closed by the server with " + code;
        }
    }

    /** The connection ended without a close frame, and not by the caller's doing. */
    record Broken(String why) implements LineEnd {
        @Override
        public String toString() {
            return "the connection broke: " + why;
        }
    }

    /** Whether there never was a socket. */
    default boolean neverOpen() {
        return this instanceof Refused || this instanceof Unreachable;
    }
}
