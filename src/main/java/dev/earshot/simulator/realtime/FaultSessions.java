package dev.earshot.simulator.realtime;

import java.util.SplittableRandom;

/**
 * The sessions that a fault is for, by their number: connection attempts, from 1.
 *
 * @param every 2 is every second of all; 1 is each
 * @param share of them, by chance; 1 is all
 */
record FaultSessions(int first, int last, int every, double share) {

    /** Those too that were there before the faults were. */
    static final FaultSessions ALL = new FaultSessions(Integer.MIN_VALUE, Integer.MAX_VALUE, 1, 1);

    static FaultSessions from(int first, int last) {
        return new FaultSessions(first, last, 1, 1);
    }

    static FaultSessions eachNth(int every) {
        return new FaultSessions(1, Integer.MAX_VALUE, every, 1);
    }

    static FaultSessions byChance(double share) {
        return new FaultSessions(Integer.MIN_VALUE, Integer.MAX_VALUE, 1, share);
    }

    boolean include(int number, SplittableRandom chance) {
        return number >= first && number <= last && number % every == 0 && (share >= 1 || chance.nextDouble() < share);
    }
}
