/**
 * The way in for call audio: tracks, their tapes and the books on every sample. Knows nothing of the wire that audio
 * comes from, nor of the sessions that listen to it.
 */
@NullMarked
package dev.earshot.ingress;

import org.jspecify.annotations.NullMarked;
