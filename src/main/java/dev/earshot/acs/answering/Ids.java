package dev.earshot.acs.answering;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Ids seen lately: so many of them at most, the oldest is forgotten first. */
final class Ids {

    private final Set<String> seen;

    Ids(int max) {
        this.seen = Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > max;
            }
        });
    }

    /** False for one that was seen before; an empty one never was. */
    boolean add(String id) {
        return id.isEmpty() || seen.add(id);
    }

    boolean contains(String id) {
        return seen.contains(id);
    }

    void remove(String id) {
        seen.remove(id);
    }
}
