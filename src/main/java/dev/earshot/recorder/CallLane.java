package dev.earshot.recorder;

import java.util.function.Consumer;

/**
 * Where all actors of a recorded call run: one step after the other, in an order that depends on nothing but the order in which
 * things came from outside.
 *
 * <pre>
 *   audio's thread, timers, whoever tells the call ──arrive──▷ ┐
 *                                                              ├──▷ one queue ──▷ one step at a time
 *   the actors' own messages to each other ──────────execute─▷ ┘
 * </pre>
 */
interface CallLane {

    /** Whether this thread is within a step of this lane. */
    boolean inside();

    /** Does a step, after all that came before it. */
    void execute(Runnable step);

    /** Something came to an actor from outside. */
    void arrive(Arrival arrival);

    /**
     * An actor of the call is there.
     *
     * @param mailbox takes its messages
     */
    default void joined(String actor, Consumer<Object> mailbox) {}

    /** The call's own actor has stopped, and with it all others. */
    void over();

    /**
     * What came to an actor.
     *
     * @param actor its path below the call's own, which is empty
     * @param what names the message, the same each time that the same happens
     * @param deliver puts it, or another in its place, into the actor's mailbox
     */
    record Arrival(String actor, String what, Object message, Consumer<Object> deliver) {}
}
