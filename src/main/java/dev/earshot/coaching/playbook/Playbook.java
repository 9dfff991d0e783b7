package dev.earshot.coaching.playbook;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a kind of call is coached.
 *
 * @param name of its file, without {@code .yaml}
 * @param title its name on a screen
 * @param coached speaker label of the person who is coached
 * @param situation what kind of call this is
 * @param goals what the coached person wants of the call
 * @param checklist what the page ticks off, perhaps nothing; each with an id of its own
 * @param lookFor what deserves attention
 * @param neverOn phrases that never give rise to a hint
 * @param minWords utterances with fewer words give no rise to a question, 1 to 50
 * @param kinds of hint, at least one, each with an id of its own
 */
public record Playbook(
        String name,
        String title,
        String coached,
        String situation,
        List<String> goals,
        List<CheckItem> checklist,
        List<String> lookFor,
        List<String> neverOn,
        int minWords,
        Budget budget,
        List<HintKind> kinds) {

    /**
     * What a call may cost and distract.
     *
     * @param questionsPerMinute to the model, 0 (never ask) to 120
     * @param openQuestions that may wait for their answers at once, 1 to 16
     * @param hintsPerMinute that may be shown, 1 to 60
     */
    public record Budget(int questionsPerMinute, int openQuestions, int hintsPerMinute) {}

    public Playbook {
        goals = List.copyOf(goals);
        checklist = List.copyOf(checklist);
        lookFor = List.copyOf(lookFor);
        neverOn = List.copyOf(neverOn);
        kinds = List.copyOf(kinds);
    }

    public Optional<HintKind> kind(String id) {
        return kinds.stream().filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** The longest that any hint can be fresh: an answer after that is of no use, whatever it says. */
    public Duration longestDeadline() {
        return kinds.stream()
                .map(HintKind::deadline)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
