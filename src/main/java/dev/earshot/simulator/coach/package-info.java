/** Plain rules that stand in for a model when it is asked for coaching. Pure: text in, advice out. */
@NullMarked
package dev.earshot.simulator.coach;

import org.jspecify.annotations.NullMarked;
