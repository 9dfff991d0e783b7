package dev.earshot.signalr;

import java.time.Duration;
import java.util.Set;

/** Limits and timers of a hub server. {@link #defaults()} are those of ASP.NET Core where it has them. */
public record HubSettings(
        Timing timing, Inbound inbound, Outbound outbound, Negotiation negotiation, Reconnect reconnect) {

    /**
     * How long things may take.
     *
     * @param handshake from the open socket to the client's handshake
     * @param keepAlive the longest silence of this server; clients give up after twice as long
     * @param clientTimeout the longest silence of a client that pings. At least twice {@code keepAlive}: the JavaScript
     *     client pings only when it has received something
     * @param close from the farewell to the end of the socket, then it is cut
     */
    public record Timing(Duration handshake, Duration keepAlive, Duration clientTimeout, Duration close) {
        public Timing {
            if (clientTimeout.compareTo(keepAlive.multipliedBy(2)) < 0) {
                throw new IllegalArgumentException("clientTimeout must be at least twice keepAlive");
            }
        }
    }

    /**
     * What one client may ask for.
     *
     * @param maxRecordBytes size of the largest record accepted
     * @param maxNesting of objects and arrays in a record
     * @param maxParallelInvocations of plain methods; 1 keeps them in order
     * @param maxWaitingInvocations beyond those that run; one more ends the connection
     * @param maxStreams open at a time; one more is refused
     */
    public record Inbound(
            int maxRecordBytes,
            int maxNesting,
            int maxParallelInvocations,
            int maxWaitingInvocations,
            int maxStreams) {}

    /**
     * The queue towards one client.
     *
     * @param maxItems events of the application that may be queued; answers have as much room again
     * @param maxBytes likewise, in bytes; a larger event goes only into an empty queue
     * @param streamWindow items of one stream that may be queued before the stream has to wait
     */
    public record Outbound(int maxItems, int maxBytes, int streamWindow) {}

    /**
     * What precedes a connection.
     *
     * @param tokenLifetime from a negotiation to the connection that was negotiated
     * @param maxTokens negotiated and not yet connected; the oldest gives way
     * @param allowedOrigins exact origins, like {@code https://console.example}, of pages elsewhere that may use the hub;
     *     pages of the hub's own host always may
     */
    public record Negotiation(Duration tokenLifetime, int maxTokens, Set<String> allowedOrigins) {
        public Negotiation {
            allowedOrigins = Set.copyOf(allowedOrigins);
        }
    }

    /**
     * Stateful reconnect, for clients that ask for it: a connection outlives its socket for a while, and neither side loses a
     * message. What is kept for a client is what it has not acknowledged, which official clients do once a second.
     *
     * @param enabled whether it is offered at all
     * @param grace how long a connection waits for another socket
     * @param maxItems kept for one client: beyond it events are refused, as by {@link Outbound}, streams wait, and answers have
     *     as much room again
     * @param maxBytes likewise, in bytes
     * @param maxWaiting connections that wait at a time; one more ends with its socket
     */
    public record Reconnect(boolean enabled, Duration grace, int maxItems, int maxBytes, int maxWaiting) {
        public Reconnect {
            if (maxItems < 1 || maxBytes < 1) {
                throw new IllegalArgumentException("maxItems and maxBytes must be positive");
            }
        }
    }

    public static HubSettings defaults() {
        return new HubSettings(
                new Timing(
                        Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(5)),
                new Inbound(32 * 1024, 64, 1, 100, 10),
                new Outbound(1000, 1024 * 1024, 10),
                new Negotiation(Duration.ofSeconds(30), 10_000, Set.of()),
                new Reconnect(true, Duration.ofSeconds(15), 5000, 1024 * 1024, 1000));
    }

    public HubSettings withTiming(Timing changed) {
        return new HubSettings(changed, inbound, outbound, negotiation, reconnect);
    }

    public HubSettings withInbound(Inbound changed) {
        return new HubSettings(timing, changed, outbound, negotiation, reconnect);
    }

    public HubSettings withOutbound(Outbound changed) {
        return new HubSettings(timing, inbound, changed, negotiation, reconnect);
    }

    public HubSettings withNegotiation(Negotiation changed) {
        return new HubSettings(timing, inbound, outbound, changed, reconnect);
    }

    public HubSettings withReconnect(Reconnect changed) {
        return new HubSettings(timing, inbound, outbound, negotiation, changed);
    }
}
