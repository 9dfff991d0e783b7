package dev.earshot.coaching;

import dev.earshot.coaching.CoachActor.HeardFinal;
import dev.earshot.coaching.HintTimeline.Stage;
import dev.earshot.coaching.playbook.HintKind;

/**
 * A question on its way to the model and back.
 *
 * @param said the utterance as it was asked about
 * @param briefing of the playbook that was in force
 * @param answered a tool was called: what follows in the same answer does not count
 */
record Question(HeardFinal said, Briefing briefing, HintTimeline timeline, boolean answered) {

    static Question about(HeardFinal said, Briefing briefing, long finalMs, long askedMs) {
        HintTimeline timeline =
                HintTimeline.from(said.endMs()).reached(Stage.FINAL, finalMs).reached(Stage.ASKED, askedMs);
        return new Question(said, briefing, timeline, false);
    }

    Question onAnswerBegun(long nowMs) {
        return new Question(said, briefing, timeline.reached(Stage.FIRST_TOKEN, nowMs), answered);
    }

    Question onToolCalled(long nowMs) {
        return new Question(said, briefing, timeline.reached(Stage.FIRST_TOKEN, nowMs), true);
    }

    /** Whether the very same words were asked about. */
    boolean isAbout(HeardFinal other) {
        return said.utterance().equals(other.utterance()) && said.text().equals(other.text());
    }

    /** Until when a hint of this kind is fresh. */
    long deadlineMs(HintKind kind) {
        return said.endMs() + kind.deadline().toMillis();
    }

    /** Until when an answer may be of use. */
    long usefulUntilMs() {
        return said.endMs() + briefing.playbook().longestDeadline().toMillis();
    }
}
