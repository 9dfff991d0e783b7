package dev.earshot.simulator.realtime;

import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a fault is about.
 *
 * @param types wire names of the events; empty where {@code side} says it all
 * @param nth only the nth of a session, from 1; 0 means each
 * @param share of them that is meant, by chance; 1 is all
 */
record FaultTarget(Side side, Set<String> types, int nth, double share) {

    /** Whose event it is. */
    enum Side {
        SERVER,
        CLIENT,
        /** A response as a whole, from the moment it is asked for. */
        RESPONSE,
        /** The upgrade to a WebSocket. */
        UPGRADE
    }

    boolean covers(Side otherSide, String type) {
        return side == otherSide && (types.isEmpty() || types.contains(type));
    }

    /** Whether the {@code count}th of the session is meant; asked once for each. */
    boolean picks(int count, SplittableRandom chance) {
        return (nth == 0 || nth == count) && (share >= 1 || chance.nextDouble() < share);
    }
}
