package dev.earshot.simulator.caller;

/** What one step does to the books. Tracks go by their participant's raw id, or {@link CallAccount#MIXED}. */
public sealed interface Entry {

    /** A frame that is to be heard; without data it stands for as many samples. */
    record Heard(String track, long samples) implements Entry {}

    /** A frame that arrives and is not to be heard, for that reason. */
    record Discarded(String track, long samples, String reason) implements Entry {}

    /** Samples that are never sent, and whose absence shows with this step. */
    record Gap(String track, long samples) implements Entry {}

    /** A frame to a socket that has been taken over: it may be counted as such, or not be heard of at all. */
    record Unheard(String track, long samples) implements Entry {}

    /** Something that a media stream should not carry, by the name that it is counted under. */
    record Anomaly(String name) implements Entry {}

    /** For whoever reads what was done: no part of the books. */
    record Done(String deed) implements Entry {}
}
