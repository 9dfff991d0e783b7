/** The words that faults are told in, on whichever side of Earshot they are made. */
@NullMarked
package dev.earshot.simulator.faults;

import org.jspecify.annotations.NullMarked;
