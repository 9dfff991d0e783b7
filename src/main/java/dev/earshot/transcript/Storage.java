package dev.earshot.transcript;

/**
 * What keeps the logs of calls beyond their lives, for all calls of a node.
 *
 * @param spill where logs wait for a store that is away
 * @param backlog what waits
 */
public record Storage(CallStore store, Spill spill, StoreBacklog backlog) {

    /** A store alone: what it does not take waits in memory. */
    public static Storage of(CallStore store) {
        return new Storage(store, Spill.OFF, new StoreBacklog(StoreBacklog.Limits.DEFAULT));
    }
}
