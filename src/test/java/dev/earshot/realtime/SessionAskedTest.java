package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.RealtimeSessionActor.Ask;
import dev.earshot.realtime.SessionNotice.AnswerBegun;
import dev.earshot.realtime.SessionNotice.AnswerEnded;
import dev.earshot.realtime.SessionNotice.ToolCalled;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session that is asked")
class SessionAskedTest extends SessionScene {
    private static final ActorTestKit KIT = ActorTestKit.create(QuietExecutor.config());

    SessionAskedTest() {
        super(KIT);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static final String QUESTION = "{\"type\":\"response.create\",\"response\":{}}";

    @Test
    @DisplayName("puts the question to the service under its id, and brings back calls and the end of the answer")
    void answers() {
        session.ready().tell(new Ask("a1", QUESTION));
        assertThat(session.received())
                .last()
                .isEqualTo("{\"event_id\":\"a1\",\"type\":\"response.create\",\"response\":{}}");
        session.says(Wire.responseCreated("resp_1", "a1"))
                .says(Wire.toolCall("resp_1", "call_1"))
                .says(Wire.toolCall("resp_1", "call_1"))
                .says(Wire.responseDone("resp_1", "completed"));

        assertThat(session.notices.subList(2, session.notices.size()))
                .containsExactly(
                        new AnswerBegun(7, "a1"),
                        new ToolCalled(7, "a1", "offer_hint", "{}"),
                        new AnswerEnded(7, "a1", true, "completed"));
    }

    @Test
    @DisplayName("tells answers apart that come at the same time")
    void parallel() {
        session.ready().tell(new Ask("a1", QUESTION)).tell(new Ask("a2", QUESTION));
        session.says(Wire.responseCreated("resp_1", "a1")).says(Wire.responseCreated("resp_2", "a2"));
        session.says(Wire.toolCall("resp_2", "call_2")).says(Wire.responseDone("resp_1", "failed"));

        assertThat(session.notices.subList(2, session.notices.size()))
                .containsExactly(
                        new AnswerBegun(7, "a2"),
                        new ToolCalled(7, "a2", "offer_hint", "{}"),
                        new AnswerEnded(7, "a1", false, "failed"));
    }

    @Test
    @DisplayName("says nothing of responses that are not ours")
    void foreign() {
        session.ready().says("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_9\",\"metadata\":null}}");
        session.says(Wire.toolCall("resp_9", "call_9")).says(Wire.responseDone("resp_9", "completed"));

        assertThat(session.course()).containsExactly("Configuring", "Ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversation_already_has_active_response", "invalid_value", "rate_limit_exceeded"})
    @DisplayName("ends the answer, not itself, when the service refuses the question")
    void refusedQuestion(String code) {
        session.ready().tell(new Ask("a1", QUESTION)).says(Wire.errorAbout("a1", code));

        assertThat(session.notices).last().isEqualTo(new AnswerEnded(7, "a1", false, code));
        assertThat(session.ends()).isEmpty();
    }

    @Test
    @DisplayName("takes no other error for one about a question")
    void otherError() {
        session.ready().tell(new Ask("a1", QUESTION)).says(Wire.errorAbout("a2", "invalid_value"));

        assertThat(session.course()).containsExactly("Configuring", "Ready");
    }

    @Test
    @DisplayName("a thousand times without an answer still answers the next")
    void unanswered() {
        session.ready();
        for (int ask = 0; ask < 1000; ask++) {
            session.tell(new Ask("a" + ask, QUESTION)).says(Wire.responseCreated("resp_" + ask, "a" + ask));
        }
        session.says(Wire.responseDone("resp_999", "completed")).says(Wire.responseDone("resp_0", "completed"));

        assertThat(session.notices.subList(2, session.notices.size()))
                .as("the first of them is forgotten")
                .containsExactly(new AnswerEnded(7, "a999", true, "completed"));
    }
}
