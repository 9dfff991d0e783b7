package dev.earshot.simulator.storm;

/**
 * What somebody says, or what was heard. Times are ms from the track's beginning.
 *
 * @param startMs of the utterance that a spoken sentence is part of, as is {@code endMs}
 */
public record Sentence(long startMs, long endMs, String text) {}
