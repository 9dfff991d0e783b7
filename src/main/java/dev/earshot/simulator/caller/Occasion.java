package dev.earshot.simulator.caller;

import java.time.Duration;

/** When a misdeed is done. */
public sealed interface Occasion {

    /** Once, so long after the call began. */
    record At(Duration time) implements Occasion {}

    /** Again and again, for the first time after one period. */
    record Every(Duration period) implements Occasion {}

    /** To each frame by chance. */
    record Share(double ofFrames) implements Occasion {}

    /** To all frames of the call. */
    record Always() implements Occasion {}
}
