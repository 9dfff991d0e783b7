package dev.earshot.realtime;

import dev.earshot.cloud.NoTokenException;
import dev.earshot.sockets.SocketEnd;
import java.time.Duration;

/**
 * The way to a realtime service: whole JSON texts both ways over one connection. This is all that a session knows of
 * sockets, so that another transport can take this one's place.
 */
public interface RealtimeTransport {

    /**
     * Begins to connect; how that goes is told to the listener.
     *
     * @param callId connections of one call share a thread, with each other and with the call's media
     */
    RealtimeConnection connect(String callId, Listener listener);

    /** Told on the connection's own thread, in order: opened, then texts and room, then one end; or just the end. */
    interface Listener {

        /** The service has taken the connection. */
        void onOpened();

        /** The service said this. {@link RealtimeConnection#taken} makes room for more. */
        void onText(String text);

        /** There may be room for what waits to be sent. */
        void onWritable();

        /** It is over, and nothing follows. */
        void onEnded(ConnectionEnd end);
    }

    /** How a connection ended, or why there was none. */
    sealed interface ConnectionEnd {

        /**
         * The service wants no WebSocket of ours.
         *
         * @param status the HTTP status, 400..599 as a rule
         * @param retryAfter how long the service asks to be left alone, zero where it does not
         */
        record Refused(int status, Duration retryAfter) implements ConnectionEnd {
            public Refused(int status) {
                this(status, Duration.ZERO);
            }
        }

        /** We have nothing to show at the door, and did not go there. */
        record NoCredential(NoTokenException why) implements ConnectionEnd {}

        /** There was none: nothing answers there, or not in time, or not as one should. */
        record Unreachable(Throwable cause) implements ConnectionEnd {}

        /** An open one came to its end. */
        record Ended(SocketEnd how) implements ConnectionEnd {}

        /**
         * An end of which no more is known than is told of any.
         *
         * @param detail one line, for logs and consoles
         */
        record Told(SessionCause cause, String detail, Duration retryAfter) implements ConnectionEnd {}

        /** How long the service asks to be left alone. */
        default Duration retryAfter() {
            if (this instanceof Told told) {
                return told.retryAfter();
            }
            return this instanceof Refused refused ? refused.retryAfter() : Duration.ZERO;
        }

        /** What is told of it. */
        default Told told() {
            return new Told(SessionCause.ofEnd(this), CloseDetail.of(this), retryAfter());
        }
    }
}
