package dev.earshot.simulator.bench;

import org.jspecify.annotations.Nullable;

/**
 * Calls by what became of them.
 *
 * @param refused never came about
 * @param dropped came about, and the server closed them while they were under way
 * @param firstTrouble what the first of the refused or dropped was told, or null where there was none
 */
record CallCounts(int asked, int opened, int refused, int dropped, @Nullable String firstTrouble) {

    boolean allHeld() {
        return refused == 0 && dropped == 0;
    }
}
