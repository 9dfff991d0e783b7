package dev.earshot.coaching;

import dev.earshot.coaching.CoachActor.HeardFinal;
import dev.earshot.coaching.playbook.Playbook;
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

    /** Whether the utterance, as far as it is known today, still has these words. */
    boolean stillSay(String quote, HeardFinal said) {
        return turns.stream()
                .filter(turn -> turn.utterance().equals(said.utterance()))
                .allMatch(turn -> Words.said(quote, turn.text()));
    }

    /** Whether the other side has since answered with a full turn: one that began when the utterance was over. */
    boolean movedOnFrom(HeardFinal said, Briefing briefing) {
        Playbook playbook = briefing.playbook();
        boolean ofCoached = said.speaker().equals(playbook.coached());
        return turns.stream()
                .filter(turn -> turn.speaker().equals(playbook.coached()) != ofCoached)
                .filter(turn -> turn.startMs() >= said.endMs())
                .anyMatch(turn -> briefing.quiet().wordsBeside(turn.text()) >= playbook.minWords());
    }
}
