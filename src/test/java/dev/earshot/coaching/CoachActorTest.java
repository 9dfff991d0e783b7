package dev.earshot.coaching;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.Patience;
import dev.earshot.coaching.CoachActor.AnswerBegun;
import dev.earshot.coaching.CoachActor.AnswerEnded;
import dev.earshot.coaching.CoachActor.Ask;
import dev.earshot.coaching.CoachActor.Command;
import dev.earshot.coaching.CoachActor.HeardFinal;
import dev.earshot.coaching.CoachActor.HintDelivered;
import dev.earshot.coaching.CoachActor.HintRendered;
import dev.earshot.coaching.CoachActor.Notice;
import dev.earshot.coaching.CoachActor.Offered;
import dev.earshot.coaching.CoachActor.Rendered;
import dev.earshot.coaching.CoachActor.ToolCalled;
import dev.earshot.coaching.CoachActor.UseBriefing;
import dev.earshot.coaching.CoachActor.Withdrawn;
import dev.earshot.coaching.playbook.Playbook.Budget;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
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
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ActorRef<Command> coach = coach(Briefings.PLAIN);

    @AfterEach
    void stop() {
        testKit.shutdownTestKit();
    }

    private ActorRef<Command> coach(Briefing briefing) {
        return testKit.spawn(CoachActor.create("c", briefing, clock::get, meters, notices.getRef()));
    }

    private static HeardFinal said(String utterance, long startMs, long endMs, String text) {
        return new HeardFinal(utterance, utterance.substring(0, 2), "candidate", startMs, endMs, text);
    }

    @Test
    @DisplayName("takes all that was said on a track for the words of whom it is now known to be")
    void relabelled() {
        coach.tell(new HeardFinal("t2-u0", "t2", "unknown", 0, 900, "I am calling about the position."));
        notices.expectMessageClass(Ask.class);
        coach.tell(new CoachActor.SpeakerKnown("t2", "candidate"));
        coach.tell(said("t2-u1", 1000, 2000, OFFER));
        assertThat(notices.expectMessageClass(Ask.class).responseCreateJson())
                .contains("\\\"utterance\\\":\\\"t2-u0\\\",\\\"speaker\\\":\\\"candidate\\\"")
                .doesNotContain("\\\"unknown\\\"");
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
        assertThat(response.remove("instructions").asText()).isEqualTo(Briefings.PLAIN.instructions());
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
                        "salary","next_step"]},\
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
        nothing();
    }

    @Test
    @DisplayName("does not ask twice about an utterance while the first question is open")
    void onceAnUtterance() {
        Ask ask = askedAbout("t1-u1", 2000);
        coach.tell(said("t1-u1", 1000, 2000, OFFER));
        nothing();
        coach.tell(new AnswerEnded(ask.askId(), false, "failed"));
        coach.tell(said("t1-u1", 1000, 2000, OFFER));
        notices.expectMessageClass(Ask.class);
    }

    @Test
    @DisplayName("does not ask when no answer can be in time any more")
    void pointless() {
        clock.set(10_001);
        coach.tell(said("t1-u1", 1000, 2000, OFFER));
        nothing();
    }

    @Test
    @DisplayName("asks no more often than its budget allows in any minute")
    void budget() {
        ActorRef<Command> frugal = coach(Briefings.with(new Budget(2, 4, 6)));
        for (int i = 1; i <= 4; i++) {
            clock.set(i * 10_000L);
            frugal.tell(said("t1-u" + i, clock.get() - 1000, clock.get(), OFFER));
            if (i <= 2) {
                notices.expectMessageClass(Ask.class);
            } else {
                nothing();
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

        Offered offered = notices.expectMessageClass(Offered.class);
        assertThat(offered.hint())
                .isEqualTo(new Hint(
                        "h1",
                        "t2-u1",
                        "t2",
                        "test",
                        Briefings.OFFER,
                        "Ask when they must decide.",
                        "A rival offer sets the clock.",
                        "another offer",
                        2000,
                        10_000,
                        10_000));
        assertThat(offered.timeline().totalMs()).isEqualTo(8_000);
    }

    @Test
    @DisplayName("never offers what comes after the deadline, but withdraws it")
    void late() {
        Ask ask = askedAbout("t2-u1", 2000);
        clock.set(10_001);
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        notices.expectMessage(new Withdrawn("h1", "t2-u1", "t2", WithdrawCause.DEADLINE_PASSED));
        nothing();
    }

    @Test
    @DisplayName("withdraws at its deadline what no console has shown, and leaves what one has")
    void deadline() {
        coach.tell(new ToolCalled(askedAbout("t2-u1", 2000).askId(), "offer_hint", HINT));
        notices.expectMessageClass(Offered.class);
        coach.tell(new ToolCalled(askedAbout("t2-u2", 2000).askId(), "offer_hint", OTHER_HINT));
        notices.expectMessageClass(Offered.class);
        coach.tell(new HintRendered("h2", 2_500));
        assertThat(notices.expectMessageClass(Rendered.class).hintId()).isEqualTo("h2");

        clock.set(10_001);
        QuietScheduler.pass(Duration.ofMillis(8_001));

        notices.expectMessage(new Withdrawn("h1", "t2-u1", "t2", WithdrawCause.DEADLINE_PASSED));
        nothing();
        assertThat(fate("withdrawn", "deadlinePassed")).isEqualTo(1);
        assertThat(fate("in_time", "none")).isEqualTo(1);
    }

    @Test
    @DisplayName("times every stage of a hint's life, up to the screen")
    void stages() {
        clock.set(2_700);
        coach.tell(said("t2-u1", 1_000, 2_000, OFFER));
        Ask ask = notices.expectMessageClass(Ask.class);
        clock.set(3_000);
        coach.tell(new AnswerBegun(ask.askId()));
        coach.tell(new AnswerBegun("a99"));
        nothing();
        clock.set(3_100);
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        notices.expectMessageClass(Offered.class);
        coach.tell(new HintDelivered("h1", 3_102));
        coach.tell(new HintDelivered("h1", 3_110));
        coach.tell(new HintRendered("h1", 3_150));

        HintTimeline timeline = notices.expectMessageClass(Rendered.class).timeline();
        assertThat(timeline.durationsMs().values()).containsExactly(700L, 0L, 300L, 100L, 2L, 48L);
        assertThat(timeline.totalMs()).isEqualTo(1_150);
        assertThat(meters.get("earshot.hint.stage")
                        .tags("stage", "firstToken", "playbook", "test")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(300);
        assertThat(meters.get("earshot.hint.total").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(1_150);
    }

    @Test
    @DisplayName("counts as late what reached a screen after its deadline")
    void lateOnScreen() {
        coach.tell(new ToolCalled(askedAbout("t2-u1", 2000).askId(), "offer_hint", HINT));
        notices.expectMessageClass(Offered.class);
        coach.tell(new HintRendered("h1", 10_001));
        notices.expectMessageClass(Rendered.class);
        assertThat(fate("late", "none")).isEqualTo(1);
    }

    @Test
    @DisplayName("offers a hint though the one who is coached speaks meanwhile, or the other side goes on")
    void notMovedOn() {
        Ask ask = askedAbout("t2-u1", 2000);
        coach.tell(said("t2-u2", 2_100, 2_600, "They want to know it soon."));
        coach.tell(new HeardFinal("t1-u1", "t1", "agent", 3_000, 4_000, "When do you have to decide?"));
        coach.tell(said("t2-u3", 4_100, 4_400, "Mm-hm, thank you for calling."));
        coach.tell(said("t2-u4", 3_500, 4_400, "Well, that is the question."));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));

        assertThat(heard(Offered.class).hint().utterance()).isEqualTo("t2-u1");
    }

    @Test
    @DisplayName("withdraws what it has not offered once the other side has answered with a full turn")
    void movedOn() {
        Ask ask = askedAbout("t2-u1", 2000);
        coach.tell(new HeardFinal("t1-u1", "t1", "agent", 2_100, 3_000, "When do you have to decide?"));
        coach.tell(said("t2-u2", 3_000, 4_000, "I have to decide by Friday."));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));

        assertThat(heard(Withdrawn.class).cause()).isEqualTo(WithdrawCause.MOVED_ON);
    }

    @Test
    @DisplayName("withdraws a hint about what the one who is coached has said once that was answered")
    void movedOnFromTheCoached() {
        clock.set(2_000);
        coach.tell(new HeardFinal("t1-u1", "t1", "agent", 1_000, 2_000, "So you have another offer on the table?"));
        Ask ask = heard(Ask.class);
        coach.tell(new HeardFinal("t1-u2", "t1", "agent", 2_100, 2_500, "Tell me more about that."));
        coach.tell(said("t2-u1", 2_100, 3_000, "Yes, from a rival of yours."));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));

        assertThat(heard(Withdrawn.class).cause()).isEqualTo(WithdrawCause.MOVED_ON);
    }

    @Test
    @DisplayName("asks no more about what has been answered before its transcript came")
    void movedOnBeforeAsked() {
        clock.set(5_000);
        coach.tell(new HeardFinal("t1-u1", "t1", "agent", 2_100, 3_000, "And when could you start with us?"));
        heard(Ask.class);
        coach.tell(said("t2-u2", 3_100, 4_000, "I could start with you in May."));
        heard(Ask.class);
        coach.tell(said("t2-u1", 1_000, 2_000, OFFER));
        nothing();
        assertThat(meters.get("earshot.coach.questions")
                        .tags("result", "not_asked", "cause", "movedOn")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("withdraws what rests on words that a later transcript does not have, and asks about the new ones")
    void evidenceRevised() {
        coach.tell(new ToolCalled(askedAbout("t2-u1", 2000).askId(), "offer_hint", HINT));
        notices.expectMessageClass(Offered.class);
        Ask open = askedAbout("t2-u2", 2000);

        coach.tell(said("t2-u1", 1_000, 2_000, "I have a father in the trade."));
        notices.expectMessage(new Withdrawn("h1", "t2-u1", "t2", WithdrawCause.EVIDENCE_REVISED));
        assertThat(notices.expectMessageClass(Ask.class).utterance()).isEqualTo("t2-u1");

        coach.tell(said("t2-u2", 1_000, 2_000, "I have a mother in the trade."));
        heard(Ask.class);
        coach.tell(new ToolCalled(open.askId(), "offer_hint", OTHER_HINT));
        notices.expectMessage(new Withdrawn("h2", "t2-u2", "t2", WithdrawCause.EVIDENCE_REVISED));
    }

    @Test
    @DisplayName("replaces a hint that nobody has seen by one of its kind about a newer utterance")
    void superseded() {
        coach.tell(new ToolCalled(askedAbout("t2-u1", 2000).askId(), "offer_hint", HINT));
        notices.expectMessageClass(Offered.class);
        String reworded = HINT.replace("Ask when they must decide.", "Offer them a date of ours.");
        coach.tell(new ToolCalled(askedAbout("t2-u2", 4000).askId(), "offer_hint", reworded));

        notices.expectMessage(new Withdrawn("h1", "t2-u1", "t2", WithdrawCause.SUPERSEDED));
        assertThat(notices.expectMessageClass(Offered.class).hint().id()).isEqualTo("h2");
    }

    @Test
    @DisplayName("has only so many questions open, and does not wait for those whose time is over")
    void openQuestions() {
        ActorRef<Command> patient = coach(Briefings.with(new Budget(12, 2, 6)));
        clock.set(2_000);
        for (int i = 1; i <= 3; i++) {
            patient.tell(said("t2-u" + i, 1_000, 2_000, OFFER));
        }
        heard(Ask.class);
        heard(Ask.class);
        nothing();
        clock.set(10_001);
        patient.tell(said("t2-u4", 9_000, 10_000, OFFER));
        assertThat(heard(Ask.class).utterance()).isEqualTo("t2-u4");
    }

    @Test
    @DisplayName("asks by another playbook from when it is told, and judges each answer by the one it was asked by")
    void anotherPlaybook() {
        Ask before = askedAbout("t2-u1", 2000);
        coach.tell(new UseBriefing(Briefings.with(new Budget(12, 4, 6), Briefings.NEXT_STEP)));
        Ask after = askedAbout("t2-u2", 2000);
        assertThat(after.responseCreateJson()).doesNotContain("competing_offer");

        coach.tell(new ToolCalled(before.askId(), "offer_hint", HINT));
        assertThat(heard(Offered.class).hint().kind()).isEqualTo(Briefings.OFFER);
        coach.tell(new ToolCalled(after.askId(), "offer_hint", HINT));
        assertThat(heard(Withdrawn.class).cause()).isEqualTo(WithdrawCause.INVALID_ANSWER);
    }

    /** Whatever was told has been taken in, and nothing has come of it. */
    private void nothing() {
        QuietExecutor.awaitQuiet();
        notices.expectNoMessage();
    }

    private <T extends Notice> T heard(Class<T> type) {
        return notices
                .fishForMessage(
                        Patience.LIMIT,
                        notice -> type.isInstance(notice)
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .stream()
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private double fate(String fate, String cause) {
        return meters.get("earshot.hints")
                .tags("fate", fate, "cause", cause, "playbook", "test")
                .counter()
                .count();
    }

    @Test
    @DisplayName("says nothing when the model has nothing to say")
    void silent() {
        Ask ask = askedAbout("t2-u1", 2000);
        coach.tell(new ToolCalled(ask.askId(), "stay_silent", "{}"));
        coach.tell(new AnswerEnded(ask.askId(), true, "completed"));
        nothing();
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
        nothing();
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
    @DisplayName("shows no second hint of a kind within its cooldown")
    void duplicates() {
        String reworded = HINT.replace("Ask when they must decide.", "Offer them a date of ours.");
        coach.tell(new ToolCalled(askedAbout("t2-u1", 2000).askId(), "offer_hint", HINT));
        notices.expectMessageClass(Offered.class);
        coach.tell(new HintRendered("h1", 2_100));
        heard(Rendered.class);
        coach.tell(new ToolCalled(askedAbout("t2-u2", 61_999).askId(), "offer_hint", reworded));
        notices.expectMessage(new Withdrawn("h2", "t2-u2", "t2", WithdrawCause.DUPLICATE));
        coach.tell(new ToolCalled(askedAbout("t2-u3", 62_000).askId(), "offer_hint", reworded));
        notices.expectMessageClass(Offered.class);
    }

    @Test
    @DisplayName("forgets a question that is never answered")
    void neverAnswered() {
        Ask ask = askedAbout("t2-u1", 2000);
        QuietScheduler.pass(Duration.ofSeconds(60));
        notices.expectMessage(new CoachActor.GivenUp(ask.askId()));
        coach.tell(new ToolCalled(ask.askId(), "offer_hint", HINT));
        nothing();
    }
}
