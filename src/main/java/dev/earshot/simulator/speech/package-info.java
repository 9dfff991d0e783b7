/**
 * Hearing: voice activity and the recognisers behind the local realtime server. Knows samples and words, nothing of the
 * wire protocol or of sockets.
 */
@NullMarked
package dev.earshot.simulator.speech;

import org.jspecify.annotations.NullMarked;
