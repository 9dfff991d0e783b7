package dev.earshot.call;

import java.time.Duration;

/**
 * How many calls there may be.
 *
 * @param maxCalls calls that may live on this node at once; further ones are refused
 * @param maxListed calls that a list names at most
 * @param publishEvery how often watchers are told at most
 */
public record CallDirectorySettings(int maxCalls, int maxListed, Duration publishEvery) {}
