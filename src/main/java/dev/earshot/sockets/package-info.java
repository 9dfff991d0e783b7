/**
 * Sockets that carry audio: the threads behind them, and one end of a WebSocket on such a thread. Knows nothing of calls,
 * of actors or of what the messages say.
 */
@NullMarked
package dev.earshot.sockets;

import org.jspecify.annotations.NullMarked;
