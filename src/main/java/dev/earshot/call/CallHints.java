package dev.earshot.call;

import dev.earshot.coaching.CoachActor;
import dev.earshot.coaching.Hint;
import dev.earshot.coaching.HintTimeline;
import dev.earshot.coaching.HintTimeline.Stage;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.HintStages;
import dev.earshot.transcript.TranscriptActor;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** The hints of a call, on their way from the coach into the log, and what becomes of them. Confined to the call's actor. */
final class CallHints {
    private final ActorRef<TranscriptActor.Command> log;
    private final CallCoach coach;
    private final CallRedaction redaction;
    private final CallSoFar soFar;
    private final Map<String, Set<CallEvent.Outcome>> outcomesByHint = new HashMap<>();

    CallHints(ActorRef<TranscriptActor.Command> log, CallCoach coach, CallRedaction redaction, CallSoFar soFar) {
        this.log = log;
        this.coach = coach;
        this.redaction = redaction;
        this.soFar = soFar;
    }

    void onOffered(CoachActor.Offered offered) {
        CallEvent.HintOffered hint = redaction.of(event(offered.hint(), offered.timeline()));
        outcomesByHint.put(hint.hint(), EnumSet.noneOf(CallEvent.Outcome.class));
        soFar.onOffered(hint.text());
        append(hint);
    }

    void onWithdrawn(CoachActor.Withdrawn withdrawn) {
        append(new CallEvent.HintWithdrawn(
                withdrawn.track(),
                withdrawn.hintId(),
                withdrawn.utterance(),
                withdrawn.cause().wireName()));
    }

    void onRendered(CoachActor.Rendered rendered) {
        append(new CallEvent.HintOutcome(rendered.hintId(), CallEvent.Outcome.RENDERED, stages(rendered.timeline())));
    }

    /** Whether that hint was offered. */
    boolean knows(String hint) {
        return outcomesByHint.containsKey(hint);
    }

    /** A console says what became of a hint that was offered: of several pages that show it, the first is heard. */
    void onOutcome(String hint, CallEvent.Outcome outcome, long nowMs) {
        Set<CallEvent.Outcome> known = outcomesByHint.get(hint);
        if (known != null && known.add(outcome)) {
            coach.onOutcome(hint, outcome, nowMs).ifPresent(this::append);
        }
    }

    private void append(CallEvent.Durable event) {
        log.tell(new TranscriptActor.Append(event));
    }

    private static CallEvent.HintOffered event(Hint hint, HintTimeline timeline) {
        return new CallEvent.HintOffered(
                hint.track(),
                hint.id(),
                hint.kind().id(),
                hint.kind().label(),
                hint.text(),
                hint.why(),
                hint.quote(),
                hint.utterance(),
                hint.speechEndMs(),
                hint.deadlineMs(),
                stages(timeline));
    }

    private static HintStages stages(HintTimeline timeline) {
        Map<Stage, Long> ms = timeline.durationsMs();
        return new HintStages(
                ms.getOrDefault(Stage.FINAL, 0L),
                ms.getOrDefault(Stage.ASKED, 0L),
                ms.getOrDefault(Stage.FIRST_TOKEN, 0L),
                ms.getOrDefault(Stage.OFFERED, 0L),
                ms.get(Stage.DELIVERED),
                ms.get(Stage.RENDERED),
                timeline.totalMs());
    }
}
