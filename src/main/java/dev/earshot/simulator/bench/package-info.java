/**
 * The black-box measure: callers and a realtime sink around a server that runs as a process of its own, and the do-nothing
 * relay beside it. It knows the server by its environment, its sockets and its files only, and no other package than
 * {@code audio}.
 */
@NullMarked
package dev.earshot.simulator.bench;

import org.jspecify.annotations.NullMarked;
