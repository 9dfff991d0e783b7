/** Samples and rates: what sound is made of. Knows nothing of calls, sessions or actors. */
@NullMarked
package dev.earshot.audio;

import org.jspecify.annotations.NullMarked;
