/**
 * The local realtime server: the GA realtime protocol on a real WebSocket, with faults on demand. An independent peer: it
 * shares no protocol code with the client that it is there to test.
 */
@NullMarked
package dev.earshot.simulator.realtime;

import org.jspecify.annotations.NullMarked;
