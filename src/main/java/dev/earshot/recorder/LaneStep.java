package dev.earshot.recorder;

import dev.earshot.recorder.Recording.Entry;

/**
 * Something from outside whose turn came.
 *
 * @param steps of actors since the one before
 * @param waiting steps that were still to come then
 * @param fields what follows
 */
record LaneStep(RecordKind kind, long nanos, int steps, int waiting, RecordReader fields) {

    static LaneStep of(Entry entry) {
        RecordReader fields = entry.fields();
        return new LaneStep(entry.kind(), fields.number(), fields.whole(), fields.whole(), fields);
    }

    /** Of what arrived at an actor: which, and what. */
    String key() {
        return key(fields.text(), fields.text());
    }

    static String key(String actor, String what) {
        return actor + "|" + what;
    }
}
