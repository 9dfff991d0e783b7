package dev.earshot.simulator.caller;

import dev.earshot.simulator.faults.FaultScope;

/**
 * One thing that callers do wrong on purpose.
 *
 * @param calls that do it
 * @param track the only one it is done to, from 1; 0 is each of them
 * @param words the rule as it was written
 */
public record CallFault(FaultScope calls, Misdeed misdeed, Occasion occasion, int track, String words) {}
