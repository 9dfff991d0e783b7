package dev.earshot.realtime;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * The way to a realtime service: whole JSON texts both ways over one connection. This is all that a session knows of
 * sockets, so that another transport can take this one's place.
 */
public interface RealtimeTransport {

    /**
     * Connects and runs the session over the connection.
     *
     * @param session texts from the service in, texts to the service out; its completion closes the connection, and it is
     *     completed or failed when the connection ends
     * @return whether the service took the connection; fails where there was none
     */
    CompletionStage<Upgrade> open(Flow<String, String, NotUsed> session);

    /** The service's answer to the request for a WebSocket. */
    sealed interface Upgrade {
        record Accepted() implements Upgrade {}

        /**
         * The service wants no WebSocket of ours.
         *
         * @param status the HTTP status, 400..599 as a rule
         */
        record Refused(int status) implements Upgrade {}
    }
}
