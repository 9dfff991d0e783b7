package dev.earshot.signalr;

import org.jspecify.annotations.Nullable;

/**
 * What a plain method may give back in place of its result: the result, and what is to be done once the answer is on its
 * way. Events that are sent from there on reach the client after the answer.
 *
 * @param result as any other result
 * @param whenQueued run once, on the connection's actor, right after the answer was queued; must not block. Not run where
 *     there is no such answer: the result cannot be written, the connection ended first. A caller that wants no answer
 *     has it run at the same place
 */
public record HubReply(@Nullable Object result, Runnable whenQueued) {}
