/**
 * A call in a storm: speech whose every sentence is known, sessions that are killed at seeded instants, and an oracle that says
 * which sentence was lost, doubled or out of order. It knows Earshot by its sockets only, and the local realtime server as
 * whoever breaks it.
 */
@NullMarked
package dev.earshot.simulator.storm;

import org.jspecify.annotations.NullMarked;
