/**
 * Logs of calls on the local disk, where they wait for a store that is away: their files, the room in which a process
 * keeps them, and their way into the store. Knows the log's events and stores, but no actor and no Redis.
 */
@NullMarked
package dev.earshot.transcript.spill;

import org.jspecify.annotations.NullMarked;
