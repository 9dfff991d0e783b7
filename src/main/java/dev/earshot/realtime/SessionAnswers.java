package dev.earshot.realtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a session owes: which of our questions a response answers, and which of its calls have been told.
 * Bounded: a question that is never answered is forgotten once enough others have been asked. Confined to its session.
 */
final class SessionAnswers {
    private static final int MAX_OPEN = 64;

    private final int session;
    private final ActorRef<SessionNotice> owner;
    private final Set<String> asked = newestOf(MAX_OPEN);
    private final Map<String, Answer> byResponse = new Newest<>(MAX_OPEN);

    private record Answer(String ask, Set<String> callsTold) {}

    SessionAnswers(int session, ActorRef<SessionNotice> owner) {
        this.session = session;
        this.owner = owner;
    }

    void onAsked(String ask) {
        asked.add(ask);
    }

    /** Whether an error is about a question: then no response follows, and that question is over. */
    boolean onFailed(@Nullable String ask, String reason) {
        if (ask == null || !asked.contains(ask)) {
            return false;
        }
        end(ask, false, reason);
        return true;
    }

    void onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.ResponseCreated created && created.ask() != null) {
            byResponse.put(created.responseId(), new Answer(created.ask(), newestOf(MAX_OPEN)));
        } else if (event instanceof ServerEvent.ToolCallDone call) {
            onToolCallDone(call);
        } else if (event instanceof ServerEvent.ResponseDone done) {
            Answer answer = byResponse.remove(done.responseId());
            String ask = answer == null ? done.ask() : answer.ask();
            if (ask != null) {
                end(ask, done.status().equals("completed"), CloseDetail.bounded(done.status()));
            }
        }
    }

    /** Two events may speak of one call. */
    private void onToolCallDone(ServerEvent.ToolCallDone call) {
        Answer answer = byResponse.get(call.responseId());
        if (answer != null && answer.callsTold().add(call.callId())) {
            owner.tell(new SessionNotice.ToolCalled(session, answer.ask(), call.name(), call.arguments()));
        }
    }

    private void end(String ask, boolean completed, String status) {
        asked.remove(ask);
        owner.tell(new SessionNotice.AnswerEnded(session, ask, completed, status));
    }

    private static Set<String> newestOf(int max) {
        return Collections.newSetFromMap(new Newest<>(max));
    }

    private static final class Newest<V> extends LinkedHashMap<String, V> {
        private final int max;

        Newest(int max) {
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > max;
        }
    }
}
