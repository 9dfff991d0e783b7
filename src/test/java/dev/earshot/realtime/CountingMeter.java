package dev.earshot.realtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was counted. */
final class CountingMeter implements SessionMeter {
    private final Map<String, Integer> sessions = new ConcurrentHashMap<>();
    private final Map<Oddity, Integer> odd = new ConcurrentHashMap<>();
    final List<SessionCause> ended = new CopyOnWriteArrayList<>();

    @Override
    public void onState(String from, String to) {
        sessions.merge(from, -1, Integer::sum);
        sessions.merge(to, 1, Integer::sum);
    }

    @Override
    public void onEnded(SessionCause cause) {
        ended.add(cause);
    }

    @Override
    public void onOddEvent(Oddity oddity) {
        odd.merge(oddity, 1, Integer::sum);
    }

    /** Sessions in this state. */
    int in(String state) {
        return sessions.getOrDefault(state, 0);
    }

    int count(Oddity oddity) {
        return odd.getOrDefault(oddity, 0);
    }
}
