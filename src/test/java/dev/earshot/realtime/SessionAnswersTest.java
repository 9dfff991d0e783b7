package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionNotice.AnswerBegun;
import dev.earshot.realtime.SessionNotice.AnswerEnded;
import dev.earshot.realtime.SessionNotice.ToolCalled;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An answer of the model")
class SessionAnswersTest {
    private static final String CREATED =
            "{'type':'response.created','response':{'id':'%s','status':'in_progress','metadata':{'ask':'%s'}}}";
    private static final String DELTA =
            "{'type':'response.function_call_arguments.delta','response_id':'%s','item_id':'item_1','call_id':'call_1','delta':'{'}";
    private static final String ARGUMENTS_DONE =
            "{'type':'response.function_call_arguments.done','response_id':'%s','call_id':'%s','name':'%s','arguments':'{}'}";
    private static final String ITEM =
            "{'type':'response.output_item.%s','response_id':'%s','item':{'type':'function_call','status':'%s','call_id':'%s','name':'offer_hint','arguments':'{}'}}";
    private static final String DONE =
            "{'type':'response.done','response':{'id':'%s','status':'%s','status_details':%s,'metadata':{'ask':'%s'},'output':[%s]}}";
    private static final String CALL =
            "{'type':'function_call','status':'completed','call_id':'%s','name':'offer_hint','arguments':'{}'}";

    private final TestInbox<SessionNotice> owner = TestInbox.create();
    private final SessionAnswers answers = new SessionAnswers(7, owner.getRef());

    @BeforeEach
    void asked() {
        answers.onAsked("a1");
        answers.onAsked("a2");
    }

    @Test
    @DisplayName("begins once, with the first of its words or calls")
    void begins() {
        says(CREATED, "resp_1", "a1");
        assertThat(told()).isEmpty();
        says(DELTA, "resp_1");
        says(DELTA, "resp_1");

        assertThat(told()).containsExactly(new AnswerBegun(7, "a1"));
    }

    @Test
    @DisplayName("has a call once, though its arguments, its item and its response all carry it")
    void callOnce() {
        says(CREATED, "resp_1", "a1");
        says(ITEM, "added", "resp_1", "in_progress", "call_1");
        says(ARGUMENTS_DONE, "resp_1", "call_1", "offer_hint");
        says(ITEM, "done", "resp_1", "completed", "call_1");
        says(DONE, "resp_1", "completed", "null", "a1", CALL.formatted("call_1"));

        assertThat(told())
                .containsExactly(
                        new AnswerBegun(7, "a1"),
                        new ToolCalled(7, "a1", "offer_hint", "{}"),
                        new AnswerEnded(7, "a1", true, "completed"));
    }

    @Test
    @DisplayName("may have several calls, and those of another one between them")
    void interleaved() {
        says(CREATED, "resp_1", "a1");
        says(CREATED, "resp_2", "a2");
        says(ARGUMENTS_DONE, "resp_2", "call_1", "stay_silent");
        says(ITEM, "done", "resp_1", "completed", "call_1");
        says(ITEM, "done", "resp_1", "completed", "call_2");
        says(DONE, "resp_1", "completed", "null", "a1", CALL.formatted("call_2"));
        says(DONE, "resp_2", "completed", "null", "a2", CALL.formatted("call_1"));

        assertThat(told())
                .containsExactly(
                        new AnswerBegun(7, "a2"),
                        new ToolCalled(7, "a2", "stay_silent", "{}"),
                        new AnswerBegun(7, "a1"),
                        new ToolCalled(7, "a1", "offer_hint", "{}"),
                        new ToolCalled(7, "a1", "offer_hint", "{}"),
                        new AnswerEnded(7, "a1", true, "completed"),
                        new AnswerEnded(7, "a2", true, "completed"));
    }

    @Test
    @DisplayName("has the name of a call from where it began, or waits until it is said")
    void nameFromElsewhere() {
        says(CREATED, "resp_1", "a1");
        says(ARGUMENTS_DONE, "resp_1", "call_1", "");
        assertThat(told()).isEmpty();
        says(ITEM, "added", "resp_1", "in_progress", "call_2");
        says(ARGUMENTS_DONE, "resp_1", "call_2", "");
        says(ITEM, "done", "resp_1", "completed", "call_1");

        assertThat(told())
                .containsExactly(
                        new AnswerBegun(7, "a1"),
                        new ToolCalled(7, "a1", "offer_hint", "{}"),
                        new ToolCalled(7, "a1", "offer_hint", "{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            incomplete | {'type':'incomplete','reason':'max_output_tokens'}                                  | incomplete: max_output_tokens
            incomplete | {'type':'incomplete','reason':'content_filter'}                                     | incomplete: content_filter
            cancelled  | {'type':'cancelled','reason':'turn_detected'}                                       | cancelled: turn_detected
            failed     | {'type':'failed','error':{'type':'server_error','code':'insufficient_quota'}}       | failed: insufficient_quota
            failed     | {'type':'failed','error':{'type':'server_error','code':null}}                       | failed: server_error
            failed     | null                                                                                | failed
            """)
    @DisplayName("that was not completed says why")
    void notCompleted(String status, String details, String told) {
        says(CREATED, "resp_1", "a1");
        says(ITEM, "done", "resp_1", "incomplete", "call_1");
        says(DONE, "resp_1", status, details, "a1", "");

        assertThat(told()).containsExactly(new AnswerEnded(7, "a1", false, told));
    }

    @Test
    @DisplayName("may end though nobody said that it began, and ends once")
    void doneWithoutCreated() {
        says(DONE, "resp_1", "completed", "null", "a1", CALL.formatted("call_1"));
        says(DONE, "resp_1", "completed", "null", "a1", CALL.formatted("call_1"));
        says(CREATED, "resp_1", "a1");
        says(ARGUMENTS_DONE, "resp_1", "call_1", "offer_hint");

        assertThat(told())
                .containsExactly(
                        new AnswerBegun(7, "a1"),
                        new ToolCalled(7, "a1", "offer_hint", "{}"),
                        new AnswerEnded(7, "a1", true, "completed"));
    }

    @Test
    @DisplayName("to what nobody asked is none")
    void notAsked() {
        says(CREATED, "resp_9", "a9");
        says(ARGUMENTS_DONE, "resp_9", "call_9", "offer_hint");
        says(DONE, "resp_9", "completed", "null", "a9", "");

        assertThat(told()).isEmpty();
    }

    private void says(String event, Object... values) {
        answers.onEvent(ServerEventDecoder.decode(event.formatted(values).replace('\'', '"')));
    }

    private List<SessionNotice> told() {
        return owner.getAllReceived();
    }
}
