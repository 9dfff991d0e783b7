package dev.earshot.recorder;

import dev.earshot.recorder.Recording.Entry;
import dev.earshot.transcript.SubscriberPort.Offer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recording taken apart: what happens one after the other, and the answers that were given meanwhile. */
final class Timeline {

    /** From this question on there is room, or none. */
    record Room(long question, boolean there) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Integer, Deque<Room>> rooms = new HashMap<>();
    private final Map<Integer, Deque<Integer>> writableWithin = new HashMap<>();
    private final Map<Integer, Deque<Offer>> offers = new HashMap<>();
    private final Map<Integer, List<String>> sent = new HashMap<>();
    private final Map<String, Integer> arrivalsLeft = new HashMap<>();
    private final Map<Integer, Integer> tasksLeft = new HashMap<>();
    private final List<String> logged = new ArrayList<>();
    private int at;

    Timeline(Recording recording) {
        recording.records().forEach(this::take);
    }

    private void take(Entry entry) {
        RecordReader fields = entry.fields();
        switch (entry.kind()) {
            case SESSION_ROOM -> queue(rooms, fields.whole()).add(new Room(fields.number(), fields.flag()));
            case SESSION_SENT -> sent(fields.whole()).add(fields.text());
            case SESSION_APPENDED -> sent(fields.whole()).add(appended(fields.whole(), fields.number()));
            case OFFERED -> queue(offers, fields.whole()).add(Offer.valueOf(fields.text()));
            case LOGGED -> logged.add(fields.text());
            case SESSION_WRITABLE -> writable(entry, fields);
            case LOOKED -> entries.add(entry);
            default -> step(entry);
        }
    }

    private void step(Entry entry) {
        if (entry.kind() == RecordKind.ARRIVED) {
            arrivalsLeft.merge(LaneStep.of(entry).key(), 1, Integer::sum);
        } else if (entry.kind() == RecordKind.SESSION_TASK) {
            tasksLeft.merge(connection(entry), 1, Integer::sum);
        }
        if (entry.kind().ofAudio() || entry.kind().ofLane()) {
            entries.add(entry);
        }
    }

    /** Told while something was being sent it is a part of that. */
    private void writable(Entry entry, RecordReader fields) {
        fields.number();
        int connection = fields.whole();
        if (fields.flag()) {
            queue(writableWithin, connection).add(sent(connection).size());
        } else {
            entries.add(entry);
        }
    }

    private static int connection(Entry entry) {
        RecordReader fields = entry.fields();
        fields.number();
        return fields.whole();
    }

    private static <T> Deque<T> queue(Map<Integer, Deque<T>> queues, int number) {
        return queues.computeIfAbsent(number, unknown -> new ArrayDeque<>());
    }

    static String appended(int bytes, long checksum) {
        return "append of " + bytes + " bytes, " + Long.toHexString(checksum);
    }

    /** Takes the next thing that happens; null at the end. */
    @Nullable
    Entry next() {
        if (at == entries.size()) {
            return null;
        }
        Entry entry = entries.get(at++);
        if (entry.kind() == RecordKind.ARRIVED) {
            arrivalsLeft.merge(LaneStep.of(entry).key(), -1, Integer::sum);
        } else if (entry.kind() == RecordKind.SESSION_TASK) {
            tasksLeft.merge(connection(entry), -1, Integer::sum);
        }
        return entry;
    }

    /** What begins the next step of the lane; null where nothing does. */
    @Nullable
    LaneStep nextStep() {
        for (int i = at; i < entries.size(); i++) {
            if (entries.get(i).kind().ofLane()) {
                return LaneStep.of(entries.get(i));
            }
        }
        return null;
    }

    /** Where the audio has got to by this look of the present step, of which it is the {@code look}-th: takes what happens until then. */
    List<Entry> until(int look) {
        int end = at;
        while (end < entries.size() && entries.get(end).kind().ofAudio()) {
            end++;
        }
        boolean goesOn = end < entries.size()
                && entries.get(end).kind() == RecordKind.LOOKED
                && entries.get(end).fields().number() == look;
        List<Entry> before = new ArrayList<>();
        while (goesOn && at < end) {
            Entry entry = next();
            if (entry != null) {
                before.add(entry);
            }
        }
        return before;
    }

    /** How often this will still arrive. */
    int arrivalsLeft(String key) {
        return arrivalsLeft.getOrDefault(key, 0);
    }

    int tasksLeft(int connection) {
        return tasksLeft.getOrDefault(connection, 0);
    }

    Deque<Room> rooms(int connection) {
        return queue(rooms, connection);
    }

    /** After how many sendings there was room while one was under way. */
    Deque<Integer> writableWithin(int connection) {
        return queue(writableWithin, connection);
    }

    Deque<Offer> offers(int reader) {
        return queue(offers, reader);
    }

    /** What was said to the service over a connection. */
    List<String> sent(int connection) {
        return sent.computeIfAbsent(connection, unknown -> new ArrayList<>());
    }

    Map<Integer, List<String>> sent() {
        return sent;
    }

    List<String> logged() {
        return logged;
    }
}
