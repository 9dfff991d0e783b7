package dev.earshot.coaching;

import java.util.EnumMap;
import java.util.Map;

/**
 * When a hint passed each stage of its life, ms on the call clock from the end of the speech that caused it. The stages'
 * durations are never negative and sum to the total: a stage that nobody told of took no time, and what was told out of
 * order is put between its neighbours. Immutable.
 */
public final class HintTimeline {

    /** What has been reached at the end of each stage. */
    public enum Stage {
        /** The transcript of the speech is final. */
        FINAL("final"),
        /** The question is on its way to the model. */
        ASKED("asked"),
        /** The answer has begun. */
        FIRST_TOKEN("firstToken"),
        /** The answer is whole, fit to be shown, and on its way into the log. */
        OFFERED("offered"),
        /** It is in the queue of a console's socket. */
        DELIVERED("delivered"),
        /** A console has said that it is on the screen. */
        RENDERED("rendered");

        private final String wireName;

        Stage(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    private final long speechEndMs;
    private final EnumMap<Stage, Long> toldMs;

    private HintTimeline(long speechEndMs, EnumMap<Stage, Long> toldMs) {
        this.speechEndMs = speechEndMs;
        this.toldMs = toldMs;
    }

    static HintTimeline from(long speechEndMs) {
        return new HintTimeline(speechEndMs, new EnumMap<>(Stage.class));
    }

    /** What is told first holds. */
    HintTimeline reached(Stage stage, long atMs) {
        EnumMap<Stage, Long> told = new EnumMap<>(toldMs);
        told.putIfAbsent(stage, atMs);
        return new HintTimeline(speechEndMs, told);
    }

    /** From the end of the speech to the last stage reached, ms. */
    public long totalMs() {
        return endMs() - speechEndMs;
    }

    /** How long each stage took, ms, up to the last one reached. */
    public Map<Stage, Long> durationsMs() {
        Map<Stage, Long> durations = new EnumMap<>(Stage.class);
        if (toldMs.isEmpty()) {
            return durations;
        }
        long endMs = endMs();
        long before = speechEndMs;
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(last()) <= 0) {
                long at = Math.min(endMs, Math.max(before, toldMs.getOrDefault(stage, before)));
                durations.put(stage, at - before);
                before = at;
            }
        }
        return durations;
    }

    private long endMs() {
        return toldMs.isEmpty() ? speechEndMs : Math.max(speechEndMs, toldMs.getOrDefault(last(), speechEndMs));
    }

    private Stage last() {
        Stage last = Stage.FINAL;
        for (Stage stage : toldMs.keySet()) {
            last = stage;
        }
        return last;
    }

    @Override
    public String toString() {
        return durationsMs() + " = " + totalMs();
    }
}
