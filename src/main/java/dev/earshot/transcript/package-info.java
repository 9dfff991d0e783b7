/**
 * The log of a call: what may stand in it, the one actor that writes it, and the stores that keep it. Knows nothing of
 * audio streams, model sessions, coaching or consoles: they hand in events and take events out.
 */
@NullMarked
package dev.earshot.transcript;

import org.jspecify.annotations.NullMarked;
