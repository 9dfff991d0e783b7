/** The command line that places calls. What it can ask for lies below. */
@NullMarked
package dev.earshot.simulator.cli;

import org.jspecify.annotations.NullMarked;
