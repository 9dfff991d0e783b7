package dev.earshot.signalr;

/** Who keeps a connection among others, as the connection sees it. Safe for any thread. */
interface ConnectionOwner {

    /** Whether the connection's token opens another socket for it. */
    void resumable(boolean may);

    /** The socket is gone and another may come: whether the connection may wait for it. Followed by {@link #endsWaiting}. */
    boolean beginsWaiting();

    /** It came, or is not waited for any more. */
    void endsWaiting();

    /** The connection's actor is gone. */
    void ended();
}
