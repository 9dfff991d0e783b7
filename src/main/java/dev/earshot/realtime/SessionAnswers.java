package dev.earshot.realtime;

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
    private final Set<String> asked = Newest.setOf(MAX_OPEN);
    private final Map<String, Answer> byResponse = new Newest<>(MAX_OPEN);

    /** What is known of the response to one question. */
    private static final class Answer {
        private final String ask;
        private final Map<String, String> toolByCall = new Newest<>(MAX_OPEN);
        private final Set<String> callsTold = Newest.setOf(MAX_OPEN);
        private boolean begun;

        Answer(String ask) {
            this.ask = ask;
        }
    }

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
        if (event instanceof ServerEvent.ResponseCreated created) {
            onCreated(created.responseId(), created.ask());
        } else if (event instanceof ServerEvent.ResponseDelta delta) {
            onBegun(byResponse.get(delta.responseId()));
        } else if (event instanceof ServerEvent.ToolCallAdded call) {
            onToolCallAdded(call);
        } else if (event instanceof ServerEvent.ToolCallDone call) {
            onToolCallDone(call);
        } else if (event instanceof ServerEvent.ResponseDone done) {
            onDone(done);
        }
    }

    private void onCreated(String response, @Nullable String ask) {
        if (ask != null && asked.contains(ask)) {
            byResponse.putIfAbsent(response, new Answer(ask));
        }
    }

    private void onBegun(@Nullable Answer answer) {
        if (answer != null && !answer.begun) {
            answer.begun = true;
            owner.tell(new SessionNotice.AnswerBegun(session, answer.ask));
        }
    }

    private void onToolCallAdded(ServerEvent.ToolCallAdded call) {
        Answer answer = byResponse.get(call.responseId());
        if (answer != null) {
            answer.toolByCall.put(call.callId(), call.name());
        }
    }

    /** Three events may speak of one call: it is told once, as soon as its name is known. */
    private void onToolCallDone(ServerEvent.ToolCallDone call) {
        Answer answer = byResponse.get(call.responseId());
        if (answer == null) {
            return;
        }
        String name = call.name().isEmpty() ? answer.toolByCall.getOrDefault(call.callId(), "") : call.name();
        if (!name.isEmpty() && answer.callsTold.add(call.callId())) {
            onBegun(answer);
            owner.tell(new SessionNotice.ToolCalled(session, answer.ask, name, call.arguments()));
        }
    }

    /** A response may end of which nobody said that it began. */
    private void onDone(ServerEvent.ResponseDone done) {
        onCreated(done.responseId(), done.ask());
        done.calls().forEach(this::onToolCallDone);
        Answer answer = byResponse.remove(done.responseId());
        if (answer != null && asked.contains(answer.ask)) {
            String status = done.reason() == null ? done.status() : done.status() + ": " + done.reason();
            end(answer.ask, done.status().equals("completed"), CloseDetail.bounded(status));
        }
    }

    private void end(String ask, boolean completed, String status) {
        asked.remove(ask);
        owner.tell(new SessionNotice.AnswerEnded(session, ask, completed, status));
    }
}
