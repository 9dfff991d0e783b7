package dev.earshot.transcript;

/** Told of what happens in a call's log, on the log's thread: must return at once. */
@FunctionalInterface
public interface LogListener {

    /** The call in one line, after every durable event. */
    void onSummary(CallSummary summary);

    /** An event is in its place in the log. */
    default void onLogged(LoggedEvent event) {}

    /**
     * An event is in the queue of at least one reader, for the first time or again.
     *
     * @param atMs on the call clock
     */
    default void onTaken(CallEvent.Durable event, long atMs) {}
}
