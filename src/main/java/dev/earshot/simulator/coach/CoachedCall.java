package dev.earshot.simulator.coach;

import dev.earshot.simulator.coach.Advice.Kind;
import java.util.List;
import java.util.Set;

/**
 * What a coach is told of a call.
 *
 * @param coached label of the speaker who is coached, such as {@code agent}
 * @param latest the utterance the question is about; one of {@code turns}
 * @param turns the last utterances of the call, in the order in which they began
 * @param kinds what advice may be about
 */
public record CoachedCall(String coached, String latest, List<Turn> turns, Set<Kind> kinds) {

    /** One utterance. */
    public record Turn(String utterance, String speaker, String text) {}

    /** Utterances up to and with the latest; empty where the latest is not among them. */
    List<Turn> untilLatest() {
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).utterance().equals(latest)) {
                return turns.subList(0, i + 1);
            }
        }
        return List.of();
    }
}
