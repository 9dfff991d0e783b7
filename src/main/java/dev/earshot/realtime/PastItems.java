package dev.earshot.realtime;

import java.util.Map;

/**
 * The items that are no open turns any more, so that a late word of one is not taken for a new turn. Remembers the newest,
 * and counts what is said of those that have nothing more to say.
 */
final class PastItems {
    private static final int MAX_ITEMS = 256;

    private final Map<ItemKey, Fate> items = new Newest<>(MAX_ITEMS);
    private long late;
    private long repeated;
    private long unknown;

    private enum Fate {
        TOLD,
        GIVEN_UP,
        PASSED_ON
    }

    /** @param givenUp without a transcript */
    void onFinal(ItemKey item, boolean givenUp) {
        items.put(item, givenUp ? Fate.GIVEN_UP : Fate.TOLD);
    }

    /** Another session is to report it. */
    void onPassedOn(ItemKey item) {
        items.put(item, Fate.PASSED_ON);
    }

    boolean contains(ItemKey item) {
        return items.containsKey(item);
    }

    /** A transcript of what is no open turn. */
    void onTranscript(ItemKey item) {
        Fate fate = items.get(item);
        if (fate == null) {
            unknown++;
        } else if (fate == Fate.TOLD) {
            repeated++;
        } else {
            late++;
        }
    }

    void onRepeated() {
        repeated++;
    }

    Turns.Strays strays() {
        return new Turns.Strays(late, repeated, unknown);
    }
}
