package dev.earshot.coaching;

import dev.earshot.coaching.CoachActor.HeardFinal;
import dev.earshot.coaching.playbook.Playbook.Budget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions of a call that wait for their answers, and when to ask another. */
final class Questions {
    private static final long MINUTE_MS = 60_000;

    private final Map<String, Question> open = new LinkedHashMap<>();
    private final Deque<Long> askedMs = new ArrayDeque<>();
    private int last;

    /** The budget comes last: what is not asked for another reason must not spend it. Empty: ask. */
    Optional<NotAskedCause> reasonNotToAsk(HeardFinal said, Briefing briefing, Turns turns, long nowMs) {
        if (briefing.quiet().wordsBeside(said.text()) < briefing.playbook().minWords()) {
            boolean few = Words.count(said.text()) < briefing.playbook().minWords();
            return Optional.of(few ? NotAskedCause.TOO_SHORT : NotAskedCause.QUIET_PHRASE);
        } else if (open.values().stream().anyMatch(question -> question.isAbout(said))) {
            return Optional.of(NotAskedCause.IN_FLIGHT);
        } else if (nowMs > said.endMs() + briefing.playbook().longestDeadline().toMillis()) {
            return Optional.of(NotAskedCause.TOO_LATE);
        } else if (turns.movedOnFrom(said, briefing)) {
            return Optional.of(NotAskedCause.MOVED_ON);
        }
        return overBudget(briefing.playbook().budget(), nowMs);
    }

    /** An answer that can be of no use any more is not waited for. */
    private Optional<NotAskedCause> overBudget(Budget budget, long nowMs) {
        long waiting = open.values().stream()
                .filter(question -> nowMs <= question.usefulUntilMs())
                .count();
        askedMs.removeIf(at -> at <= nowMs - MINUTE_MS);
        if (waiting >= budget.openQuestions()) {
            return Optional.of(NotAskedCause.TOO_MANY_OPEN);
        }
        return askedMs.size() >= budget.questionsPerMinute()
                ? Optional.of(NotAskedCause.OVER_BUDGET)
                : Optional.empty();
    }

    /** Takes a question into the books; returns its id. */
    String ask(Question question, long nowMs) {
        String ask = "a" + ++last;
        open.put(ask, question);
        askedMs.add(nowMs);
        return ask;
    }

    void onAnswerBegun(String ask, long nowMs) {
        open.computeIfPresent(ask, (id, question) -> question.onAnswerBegun(nowMs));
    }

    /** The question that a tool call answers. Several events may report one call, and a model may make several: the first counts. */
    Optional<Question> onToolCalled(String ask, long nowMs) {
        Question question = open.get(ask);
        if (question == null || question.answered()) {
            return Optional.empty();
        }
        Question answered = question.onToolCalled(nowMs);
        open.put(ask, answered);
        return Optional.of(answered);
    }

    /** Nothing more will come; returns the question, if it is one that has had no answer. */
    Optional<Question> onEnded(String ask) {
        @Nullable Question question = open.remove(ask);
        return Optional.ofNullable(question).filter(ended -> !ended.answered());
    }
}
