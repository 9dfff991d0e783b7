package dev.earshot.realtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The turns of a track that are not final yet, in spoken order, and the items that they are. */
final class OpenTurns {
    private final List<Turn> turns = new ArrayList<>();
    private final Map<ItemKey, Turn> byItem = new HashMap<>();

    @Nullable
    Turn of(ItemKey item) {
        return byItem.get(item);
    }

    List<Turn> inOrder() {
        return List.copyOf(turns);
    }

    int size() {
        return turns.size();
    }

    @Nullable
    Turn first() {
        return turns.isEmpty() ? null : turns.get(0);
    }

    /** Before the first that starts later, unless the conversation's own order says where. */
    void add(Turn turn, ItemKey item, @Nullable Turn before) {
        byItem.put(item, turn);
        turns.add(before == null ? turns.size() : turns.indexOf(before), turn);
        sort();
    }

    void adopted(Turn turn, ItemKey item) {
        byItem.put(item, turn);
        sort();
    }

    private void sort() {
        turns.sort(Comparator.comparingLong(Turn::start));
    }

    void remove(Turn turn) {
        turns.remove(turn);
        ItemKey item = turn.item();
        if (item != null) {
            byItem.remove(item);
        }
    }

    List<Turn> removeOrphans(Predicate<Turn> which) {
        List<Turn> removed = turns.stream().filter(Turn::orphaned).filter(which).toList();
        turns.removeAll(removed);
        return removed;
    }

    /** Takes turns from the sessions that had them, to be heard again; returns the items that they were. */
    List<ItemKey> orphan(BiPredicate<ItemKey, Turn> which) {
        List<ItemKey> left = byItem.entrySet().stream()
                .filter(entry -> which.test(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        left.stream().map(byItem::remove).forEach(Turn::orphan);
        return left;
    }

    /** The turn to be heard again that started nearest to {@code start}, and was not over by then. */
    @Nullable
    Turn orphanAt(long start, long tolerance) {
        return turns.stream()
                .filter(Turn::orphaned)
                .filter(turn -> Math.abs(turn.start() - start) <= tolerance)
                .filter(turn -> turn.formerEnd() < 0 || turn.formerEnd() > start)
                .min(Comparator.comparingLong(turn -> Math.abs(turn.start() - start)))
                .orElse(null);
    }

    /** The end of all that was spoken by those that start no later than {@code position}, and before {@code before}. */
    long endUpTo(long position, @Nullable Turn before) {
        List<Turn> earlier = before == null ? turns : turns.subList(0, turns.indexOf(before));
        return earlier.stream()
                .filter(turn -> turn.start() <= position && !turn.orphaned())
                .mapToLong(turn -> Math.max(turn.start(), turn.end()))
                .max()
                .orElse(0);
    }

    /** The last before {@code turn} that some session has. */
    @Nullable
    Turn before(Turn turn) {
        return last(turns.subList(0, turns.indexOf(turn)));
    }

    @Nullable
    Turn last() {
        return last(turns);
    }

    private static @Nullable Turn last(List<Turn> of) {
        for (int i = of.size() - 1; i >= 0; i--) {
            if (!of.get(i).orphaned()) {
                return of.get(i);
            }
        }
        return null;
    }

    /** Where the next turn after {@code turn} starts that some session has: it must be over by then. */
    long startAfter(Turn turn) {
        return turns.subList(turns.indexOf(turn) + 1, turns.size()).stream()
                .filter(next -> !next.orphaned())
                .mapToLong(Turn::start)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Ends a turn where it must have ended by now, unless it has its words. */
    void giveUp(Turn turn, TurnUpdate.MissingCause cause, long position, long nowMs) {
        if (!turn.done()) {
            turn.onMissing(cause, position, nowMs);
        }
        if (!turn.stopped()) {
            int next = turns.indexOf(turn) + 1;
            long end = Math.min(position, next < turns.size() ? turns.get(next).start() : Long.MAX_VALUE);
            long known = turn.formerEnd() < 0 ? end : Math.min(end, turn.formerEnd());
            turn.onStopped(known, known, nowMs);
        }
    }

    /** Whether somebody has spoken without a pause since before {@code orphan} started. */
    boolean spokenOver(Turn orphan) {
        return turns.stream().anyMatch(turn -> !turn.orphaned() && !turn.stopped() && turn.start() <= orphan.start());
    }

    /** The turn that follows an item in its conversation. */
    @Nullable
    Turn following(ItemKey item) {
        return byItem.entrySet().stream()
                .filter(entry -> entry.getKey().session() == item.session()
                        && item.item().equals(entry.getValue().previousItem()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
