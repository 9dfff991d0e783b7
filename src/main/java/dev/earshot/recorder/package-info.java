/**
 * Writes down what happens to a call, one file a call, and lets it happen again: the same input gives the same log. All of a recorded
 * call's actors run in one {@link dev.earshot.recorder.CallLane}, one step after the other, so that their order is a fact that can be
 * written; what the audio's thread does is written as that thread does it. Knows calls and all that is below them, and the form of
 * media messages; nothing of doors or consoles.
 */
@NullMarked
package dev.earshot.recorder;

import org.jspecify.annotations.NullMarked;
