package dev.earshot.signalr;

/** What became of a message given to a connection. */
public enum SendResult {
    /** It is queued. */
    ACCEPTED,
    /** The client reads too slowly: the queue has no room for it now. Nothing was queued. */
    FULL,
    /** The connection is ending or has ended. */
    CLOSED
}
