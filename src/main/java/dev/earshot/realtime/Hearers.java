package dev.earshot.realtime;

import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The living sessions that hear a track, and from which position on. More than one does while a session is succeeded: the
 * earlier one still owes transcripts. What begins where a later one hears is the later one's to report.
 */
final class Hearers {
    private static final int MAX_ENDED = 256;

    private final NavigableMap<Integer, Hearer> living = new TreeMap<>();
    private final Set<Integer> ended = Newest.setOf(MAX_ENDED);
    private int newest;

    /**
     * What a session is to report of: speech that begins in {@code [from, until)}.
     *
     * @param finalUntil what had been settled when it began: of speech before that it has nothing new to say
     */
    private record Hearer(long from, long finalUntil, long until) {
        Hearer succeeded(long position) {
            return new Hearer(from, finalUntil, Math.min(until, position));
        }
    }

    void onHearing(int session, long position, long settled) {
        if (!ended.contains(session)) {
            living.headMap(session).replaceAll((earlier, hearer) -> hearer.succeeded(position));
            living.put(session, new Hearer(position, settled, Long.MAX_VALUE));
            newest = Math.max(newest, session);
        }
    }

    void onEnded(int session) {
        living.remove(session);
        ended.add(session);
    }

    /** Whether a session lives. One that has not said from where on it hears does so from the settled position. */
    boolean living(int session, long settled) {
        if (!living.containsKey(session)) {
            onHearing(session, settled, settled);
        }
        return living.containsKey(session);
    }

    long from(int session) {
        Hearer hearer = living.get(session);
        return hearer == null ? 0 : hearer.from();
    }

    long finalUntil(int session) {
        Hearer hearer = living.get(session);
        return hearer == null ? 0 : hearer.finalUntil();
    }

    /** The position from which on the newest session hears; empty where it is dead, since the next may hear from earlier on. */
    OptionalLong newestFrom() {
        Hearer hearer = living.get(newest);
        return hearer == null ? OptionalLong.empty() : OptionalLong.of(hearer.from());
    }

    /** The first position of which a session need not tell any more, be its successor alive or not. */
    long until(int session) {
        Hearer hearer = living.get(session);
        return hearer == null ? Long.MAX_VALUE : hearer.until();
    }
}
