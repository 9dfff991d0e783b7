package dev.earshot.call;

import dev.earshot.coaching.Briefing;
import dev.earshot.coaching.Checklist;
import dev.earshot.coaching.CoachActor;
import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SessionNotice;
import dev.earshot.transcript.CallEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Carries questions from the coach to a session and answers back. Confined to the call's actor. */
final class CallCoach {
    private final ActorRef<CoachActor.Command> coach;
    private final Map<String, Integer> sessionByAsk = new HashMap<>();
    private final Map<String, Long> askedAtMs = new HashMap<>();
    private @Nullable Checklist checklist;
    private boolean gone;

    CallCoach(ActorRef<CoachActor.Command> coach) {
        this.coach = coach;
    }

    void onFinal(String speaker, CallEvent.UtteranceFinal said) {
        if (said.understood()) {
            coach.tell(new CoachActor.HeardFinal(
                    said.utterance(), said.track(), speaker, said.startMs(), said.endMs(), said.text()));
        }
    }

    void onSpeaker(String track, String speaker) {
        coach.tell(new CoachActor.SpeakerKnown(track, speaker));
    }

    /** What of the playbook's checklist these words cover. */
    List<CallEvent.ItemCovered> covered(CallEvent.UtteranceFinal said) {
        return checklist == null
                ? List.of()
                : checklist.onSaid(said.text()).stream()
                        .map(item ->
                                new CallEvent.ItemCovered(item.item(), said.track(), said.utterance(), item.phrase()))
                        .toList();
    }

    void ask(CoachActor.Ask ask, SessionLine line, long nowMs) {
        askedAtMs.put(ask.askId(), nowMs);
        sessionByAsk.put(ask.askId(), line.state().current());
        line.ask(new RealtimeSessionActor.Ask(ask.askId(), ask.responseCreateJson()));
    }

    void cannotAsk(CoachActor.Ask ask) {
        coach.tell(new CoachActor.AnswerEnded(ask.askId(), false, "no session"));
    }

    void onAnswerBegun(String ask) {
        coach.tell(new CoachActor.AnswerBegun(ask));
    }

    void onToolCalled(SessionNotice.ToolCalled called) {
        coach.tell(new CoachActor.ToolCalled(called.ask(), called.name(), called.arguments()));
    }

    void onAnswerEnded(SessionNotice.AnswerEnded ended) {
        sessionByAsk.remove(ended.ask());
        coach.tell(new CoachActor.AnswerEnded(ended.ask(), ended.completed(), ended.status()));
    }

    /** The coach waits for this answer no longer: it must not hold up the session's successor. */
    void onGivenUp(String ask) {
        sessionByAsk.remove(ask);
    }

    /** How long the oldest question has waited for its answer, in ms; 0 where none waits. */
    long waitedMs(long nowMs) {
        askedAtMs.keySet().retainAll(sessionByAsk.keySet());
        return askedAtMs.values().stream()
                .mapToLong(askedAt -> nowMs - askedAt)
                .max()
                .orElse(0);
    }

    /** Whether answers of this session are still to come. */
    boolean awaits(int session) {
        return sessionByAsk.containsValue(session);
    }

    /** Its answers will not come any more. */
    void onSessionEnded(int session) {
        sessionByAsk.entrySet().removeIf(asked -> {
            boolean lost = asked.getValue() == session;
            if (lost) {
                coach.tell(new CoachActor.AnswerEnded(asked.getKey(), false, "session ended"));
            }
            return lost;
        });
    }

    /** It failed: what it would have said of an outcome is left out. */
    void onGone() {
        gone = true;
    }

    void use(Briefing briefing) {
        coach.tell(new CoachActor.UseBriefing(briefing));
    }

    /** What is to be covered from now on; empty where that is nothing, or what it was. */
    Optional<CallEvent.ChecklistSet> check(Briefing briefing) {
        Checklist next = Checklist.of(briefing);
        boolean same = checklist != null && checklist.playbook().equals(next.playbook());
        if (same || (checklist == null && next.playbook().checklist().isEmpty())) {
            return Optional.empty();
        }
        checklist = next;
        return Optional.of(new CallEvent.ChecklistSet(
                next.playbook().name(),
                next.playbook().title(),
                next.playbook().checklist().stream()
                        .map(item -> new CallEvent.ChecklistItem(item.id(), item.label()))
                        .toList()));
    }

    /**
     * A console has told what became of a hint.
     *
     * @return what is to be logged of it now; empty where the coach will say so, who knows the hint's timeline
     */
    Optional<CallEvent.HintOutcome> onOutcome(String hint, CallEvent.Outcome outcome, long nowMs) {
        if (outcome == CallEvent.Outcome.RENDERED && !gone) {
            coach.tell(new CoachActor.HintRendered(hint, nowMs));
            return Optional.empty();
        }
        if (outcome != CallEvent.Outcome.RENDERED) {
            coach.tell(new CoachActor.HintSettled(hint));
        }
        return Optional.of(new CallEvent.HintOutcome(hint, outcome, null));
    }

    /** What the coach is to know of the log: a hint of it is on its way to a console. */
    static void onTaken(ActorRef<CoachActor.Command> coach, CallEvent.Durable event, long atMs) {
        if (event instanceof CallEvent.HintOffered offered) {
            coach.tell(new CoachActor.HintDelivered(offered.hint(), atMs));
        }
    }
}
