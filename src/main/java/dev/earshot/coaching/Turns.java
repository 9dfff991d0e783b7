package dev.earshot.coaching;

import dev.earshot.coaching.CoachActor.HeardFinal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The last turns of a call, both tracks, by start of speech: what the model may know. */
final class Turns {

    /** Turns in a question. */
    static final int MAX = 12;

    private final List<HeardFinal> turns = new ArrayList<>();

    /** Finals come in the order of their transcripts, which is not that of the speech. */
    void add(HeardFinal said) {
        turns.removeIf(turn -> turn.utterance().equals(said.utterance()));
        turns.add(said);
        turns.sort(Comparator.comparingLong(HeardFinal::startMs));
        if (turns.size() > MAX) {
            turns.remove(0);
        }
    }

    List<HeardFinal> all() {
        return List.copyOf(turns);
    }
}
