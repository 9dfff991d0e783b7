package dev.earshot.call;

import dev.earshot.coaching.CoachActor;
import dev.earshot.coaching.Hint;
import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SessionNotice;
import dev.earshot.transcript.CallEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** Carries questions from the coach to a session and answers back. Confined to the call's actor. */
final class CallCoach {
    private final ActorRef<CoachActor.Command> coach;
    private final Map<String, Integer> sessionByAsk = new HashMap<>();

    CallCoach(ActorRef<CoachActor.Command> coach) {
        this.coach = coach;
    }

    void onFinal(String speaker, CallEvent.UtteranceFinal said) {
        if (said.understood()) {
            coach.tell(new CoachActor.HeardFinal(
                    said.utterance(), said.track(), speaker, said.startMs(), said.endMs(), said.text()));
        }
    }

    void ask(CoachActor.Ask ask, SessionLine line) {
        sessionByAsk.put(ask.askId(), line.current());
        line.ask(new RealtimeSessionActor.Ask(ask.askId(), ask.responseCreateJson()));
    }

    void cannotAsk(CoachActor.Ask ask) {
        coach.tell(new CoachActor.AnswerEnded(ask.askId(), false, "no session"));
    }

    void onToolCalled(SessionNotice.ToolCalled called) {
        coach.tell(new CoachActor.ToolCalled(called.ask(), called.name(), called.arguments()));
    }

    void onAnswerEnded(SessionNotice.AnswerEnded ended) {
        sessionByAsk.remove(ended.ask());
        coach.tell(new CoachActor.AnswerEnded(ended.ask(), ended.completed(), ended.status()));
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

    static CallEvent.HintOffered offered(Hint hint) {
        return new CallEvent.HintOffered(
                hint.track(),
                hint.id(),
                hint.kind().wireName(),
                hint.text(),
                hint.why(),
                hint.quote(),
                hint.utterance(),
                hint.speechEndMs(),
                hint.deadlineMs());
    }

    static CallEvent.HintWithdrawn withdrawn(CoachActor.Withdrawn withdrawn) {
        return new CallEvent.HintWithdrawn(
                withdrawn.track(),
                withdrawn.hintId(),
                withdrawn.utterance(),
                withdrawn.cause().wireName());
    }
}
