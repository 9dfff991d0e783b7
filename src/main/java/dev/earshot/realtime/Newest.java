package dev.earshot.realtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remembers the newest entries and forgets the oldest, so that what never comes to its end cannot pile up. */
final class Newest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int max;

    Newest(int max) {
        this.max = max;
    }

    static <K> Set<K> setOf(int max) {
        return Collections.newSetFromMap(new Newest<>(max));
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
