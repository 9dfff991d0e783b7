package dev.earshot.coaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.coaching.CoachActor.AnswerEnded;
import dev.earshot.coaching.CoachActor.Ask;
import dev.earshot.coaching.CoachActor.Command;
import dev.earshot.coaching.CoachActor.HeardFinal;
import dev.earshot.coaching.CoachActor.Notice;
import dev.earshot.coaching.CoachActor.Offered;
import dev.earshot.coaching.CoachActor.Settings;
import dev.earshot.coaching.CoachActor.ToolCalled;
import dev.earshot.coaching.CoachActor.Withdrawn;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The coach of a call")
class CoachActorTest {

    private static final String OFFER = "I have another offer on the table.";
    private static final String HINT = "{\"kind\":\"competing_offer\",\"text\":\"Ask when they must decide.\","
            + "\"why\":\"A rival offer sets the clock.\",\"quote\":\"another offer\"}";
    private static final String OTHER_HINT = "{\"kind\":\"next_step\",\"text\":\"Propose a second meeting.\","
            + "\"why\":\"Keep it going.\",\"quote\":\"another offer\"}";

    private final ActorTestKit testKit = ActorTestKit.create(QuietExecutor.config());
    private final TestProbe<Notice> notices = testKit.createTestProbe();
    private final AtomicLong clock = new AtomicLong();
    private final ActorRef<Command> coach = coach(Settings.DEFAULT);

    @AfterEach
    void stop() {
        testKit.shutdownTestKit();
    }

    private ActorRef<Command> coach(Settings settings) {
        return testKit.spawn(CoachActor.create("c", settings, clock::get, notices.getRef()));
    }

    private static HeardFinal said(String utterance, long startMs, long endMs, String text) {
        return new HeardFinal(utterance, utterance.substring(0, 2), "candidate", startMs, endMs, text);
    }

    private Ask askedAbout(String utterance, long endMs) {
        clock.set(endMs);
        coach.tell(said(utterance, endMs - 1000, endMs, OFFER));
        Ask ask = notices.expectMessageClass(Ask.class);
        assertThat(ask.utterance()).isEqualTo(utterance);
        return ask;
    }

    @Test
    @DisplayName("asks with one response.create, out of band, that names the utterance")
    void request() throws JsonProcessingException {
        coach.tell(new HeardFinal("t1-u1", "t1", "agent", 0, 900, "So how do you like our \"offer\"?"));
        notices.expectMessageClass(Ask.class);
        coach.tell(said("t2-u1", 1000, 2000, OFFER));
        Ask ask = notices.expectMessageClass(Ask.class);

        assertThat(ask).extracting(Ask::askId, Ask::utterance, Ask::track).containsExactly("a2", "t2-u1", "t2");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(ask.responseCreateJson());
        ObjectNode response = (ObjectNode) json.get("response");
        assertThat(response.remove("instructions").asText()).isEqualTo(CoachInstructions.TEXT);
        JsonNode tools = response.remove("tools");
        assertThat(json)
                .hasToString(
                        """
                        {"type":"response.create","response":{"conversation":"none",\
                        "metadata":{"purpose":"coach","ask":"a2","utterance":"t2-u1"},"output_modalities":["text"],\
                        "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"\
                        {\\"coached\\":\\"agent\\",\\"latest\\":\\"t2-u1\\",\\"turns\\":[\
                        {\\"utterance\\":\\"t1-u1\\",\\"speaker\\":\\"agent\\",\
                        \\"text\\":\\"So how do you like our \\\\\\"offer\\\\\\"?\\"},\
                        {\\"utterance\\":\\"t2-u1\\",\\"speaker\\":\\"candidate\\",\
                        \\"text\\":\\"I have another offer on the table.\\"}]}"}]}],\
                        "tool_choice":"required","max_output_tokens":300}}""");
        assertThat(tools)
                .hasToString(
                        """
                        [{"type":"function","name":"offer_hint",\
                        "description":"Show the coached person one hint about the latest turn.",\
                        "parameters":{"type":"object","properties":{\
                        "kind":{"type":"string","description":"What the hint is about.","enum":["competing_offer",\
                        "salary","vague_answer","unlawful_question","price_objection","next_step"]},\
                        "text":{"type":"string","description":"What to do now: an imperative of at most 12 words."},\
                        "why":{"type":"string","description":"The reason, in one short line."},\
                        "quote":{"type":"string","description":"Words of the latest turn, copied letter by letter."}},\
                        "additionalProperties":false,"required":["kind","text","why","quote"]}},\
                        {"type":"function","name":"stay_silent","description":"Show nothing. The default.",\
                        "parameters":{"type":"object","properties":{},"additionalProperties":false}}]""");
    }

    @Test
    @DisplayName("tells the model the last twelve turns of both tracks, by start of speech")
    void turns() throws JsonProcessingException {
        for (int i = 14; i >= 1; i--) {
            coach.tell(said("t1-u" + i, i * 100, i * 100 + 50, "yes no " + i));
        }
        coach.tell(said("t2-u1", 850, 1900, OFFER));
        Ask ask = notices.expectMessageClass(Ask.class);

        String text = new ObjectMapper()
                .readTree(ask.responseCreateJson())
                .at("/response/input/0/content/0/text")
                .asText();
        assertThat(new ObjectMapper().readTree(text).get("turns").findValuesAsText("utterance"))
                .containsExactly(
                        "t1-u4", "t1-u5", "t1-u6", "t1-u7", "t1-u8", "t2-u1", "t1-u9", "t1-u10", "t1-u11", "t1-u12",
                        "t1-u13", "t1-u14");
    }

    @Test
    @DisplayName("does not ask about less than four words, nor about nothing")
    void tooShort() {
        coach.tell(said("t1-u1", 0, 10, "Yes I do."));
        coach.tell(said("t1-u2", 20, 30, ""));
        notices.expectNoMessage();
    }

    @Test
    @DisplayName("does not ask twice about an utterance while the first question is open")
    void onceAnUtterance() {
        Ask ask = askedAbout("t1-u1", 2000);
        coach.tell(said("t1-u1", 1000, 2000, OFFER));
        notices.expectNoMessage();
        coach.tell(new AnswerEnded(ask.askId(), false, "failed"));
        coach.tell(said("t1-u1", 1000, 2000, OFFER));
        notices.expectMessageClass(Ask.class);
    }

    @Test
    @DisplayName("does not ask when no answer can be in time any more")
    void pointless() {
        clock.set(10_001);
        coach.tell(said("t1-u1", 1000, 2000, OFFER));
        notices.expectNoMessage();
    }

    @Test
    @DisplayName("asks no more often than its budget allows in any minute")
    void budget() {
        ActorRef<Command> frugal = coach(new Settings("agent", 2, 4, Duration.ofSeconds(8), Duration.ZERO));
        for (int i = 1; i <= 4; i++) {
            clock.set(i * 10_000L);
            frugal.tell(said("t1-u" + i, clock.get() - 1000, clock.get(), OFFER));
            if (i <= 2) {
                notices.expectMessageClass(Ask.class);
            } else {
                notices.expectNoMessage();
            }
        }
        clock.set(70_000);
        frugal.tell(said("t1-u5", 69_000, 70_000, OFFER));
        assertThat(notices.expectMessageClass(Ask.class).utterance()).isEqualTo("t1-u5");
    }

    @Test
    @DisplayName("offers a hint with its place in time, up to the very deadline")
    void offers() {
        Ask ask = askedAbout("t2-u1", 2000);
        clock.set(10_000);
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));

        notices.expectMessage(new Offered(new Hint(
                "h1",
                "t2-u1",
                "t2",
                HintKind.COMPETING_OFFER,
                "Ask when they must decide.",
                "A rival offer sets the clock.",
                "another offer",
                2000,
                10_000)));
    }

    @Test
    @DisplayName("never offers what comes after the deadline, but withdraws it")
    void late() {
        Ask ask = askedAbout("t2-u1", 2000);
        clock.set(10_001);
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        notices.expectMessage(new Withdrawn("h1", "t2-u1", "t2", WithdrawCause.DEADLINE_PASSED));
        notices.expectNoMessage();
    }

    @Test
    @DisplayName("does not withdraw at its deadline what it has shown")
    void shownStays() {
        Ask ask = askedAbout("t2-u1", 2000);
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        coach.tell(new AnswerEnded(ask.askId(), true, "completed"));
        notices.expectMessageClass(Offered.class);
        clock.set(90_000);
        QuietScheduler.pass(Duration.ofSeconds(90));
        notices.expectNoMessage();
    }

    @Test
    @DisplayName("says nothing when the model has nothing to say")
    void silent() {
        Ask ask = askedAbout("t2-u1", 2000);
        coach.tell(new ToolCalled(ask.askId(), "stay_silent", "{}"));
        coach.tell(new AnswerEnded(ask.askId(), true, "completed"));
        notices.expectNoMessage();
    }

    @Test
    @DisplayName("acts on the first tool call of an answer only")
    void actsOnce() {
        Ask ask = askedAbout("t2-u1", 2000);
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", OTHER_HINT));
        coach.tell(new AnswerEnded(ask.askId(), true, "completed"));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", OTHER_HINT));
        coach.tell(new ToolCalled("a99", "offer_hint", OTHER_HINT));

        notices.expectMessageClass(Offered.class);
        notices.expectNoMessage();
    }

    @Test
    @DisplayName("withdraws by name what is not of the agreed shape, or quotes what nobody said")
    void unfit() {
        Ask first = askedAbout("t2-u1", 2000);
        coach.tell(new ToolCalled(first.askId(), "offer_hint", "{\"kind\":\"weather\"}"));
        notices.expectMessage(new Withdrawn("h1", "t2-u1", "t2", WithdrawCause.INVALID_ANSWER));
        Ask second = askedAbout("t2-u2", 4000);
        coach.tell(new ToolCalled(second.askId(), "offer_hint", HINT.replace("another offer", "two offers")));
        notices.expectMessage(new Withdrawn("h2", "t2-u2", "t2", WithdrawCause.QUOTE_NOT_SAID));
    }

    @Test
    @DisplayName("shows no second hint of a kind within a minute, and no text twice ever")
    void duplicates() {
        String reworded = HINT.replace("Ask when they must decide.", "Offer them a date of ours.");
        coach.tell(new ToolCalled(askedAbout("t2-u1", 2000).askId(), "offer_hint", HINT));
        notices.expectMessageClass(Offered.class);
        coach.tell(new ToolCalled(askedAbout("t2-u2", 61_999).askId(), "offer_hint", reworded));
        notices.expectMessage(new Withdrawn("h2", "t2-u2", "t2", WithdrawCause.DUPLICATE));
        coach.tell(new ToolCalled(askedAbout("t2-u3", 62_000).askId(), "offer_hint", HINT));
        notices.expectMessage(new Withdrawn("h3", "t2-u3", "t2", WithdrawCause.DUPLICATE));
        coach.tell(new ToolCalled(askedAbout("t2-u4", 62_001).askId(), "offer_hint", reworded));
        notices.expectMessageClass(Offered.class);
    }

    @Test
    @DisplayName("forgets a question that is never answered")
    void neverAnswered() {
        Ask ask = askedAbout("t2-u1", 2000);
        QuietScheduler.pass(Duration.ofSeconds(60));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        notices.expectNoMessage();
    }

    @Test
    @DisplayName("has settings within reason")
    void settings() {
        assertThatThrownBy(() -> new Settings("The Agent", 12, 4, Duration.ofSeconds(8), Duration.ZERO))
                .hasMessage("coached must be a speaker label: The Agent");
        assertThatThrownBy(() -> new Settings("agent", 121, 4, Duration.ofSeconds(8), Duration.ZERO))
                .hasMessage("asksPerMinute must be 0 to 120: 121");
        assertThatThrownBy(() -> new Settings("agent", 12, 0, Duration.ofSeconds(8), Duration.ZERO))
                .hasMessage("minWords must be 1 to 50: 0");
        assertThatThrownBy(() -> new Settings("agent", 12, 4, Duration.ofMillis(999), Duration.ZERO))
                .hasMessage("deadline must be 1 to 60 s: PT0.999S");
    }
}
