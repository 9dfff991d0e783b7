package dev.earshot.coaching;

import dev.earshot.coaching.CoachActor.HeardFinal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

    void onSpeaker(String track, String speaker) {
        turns.replaceAll(turn -> turn.track().equals(track) ? turn.by(speaker) : turn);
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

    /**
     * Whether the conversation has moved on: the other side, the one that is not coached, has answered. It has answered with
     * a full turn, which began when one of the coached was over; and that one was the utterance, or came after it.
     */
    boolean movedOnFrom(HeardFinal said, Briefing briefing) {
        Predicate<HeardFinal> coached =
                turn -> turn.speaker().equals(briefing.playbook().coached());
        OptionalLong over = coached.test(said)
                ? OptionalLong.of(said.endMs())
                : full(briefing)
                        .filter(coached)
                        .filter(turn -> turn.startMs() >= said.endMs())
                        .mapToLong(HeardFinal::endMs)
                        .min();
        return over.isPresent()
                && full(briefing).filter(coached.negate()).anyMatch(answer -> answer.startMs() >= over.getAsLong());
    }

    /** The turns that are more than a quiet phrase. */
    private Stream<HeardFinal> full(Briefing briefing) {
        return turns.stream()
                .filter(turn -> briefing.quiet().wordsBeside(turn.text())
                        >= briefing.playbook().minWords());
    }
}
