package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.coaching.Briefing;
import dev.earshot.coaching.CoachActor;
import dev.earshot.coaching.playbook.Playbook;
import dev.earshot.coaching.playbook.Playbooks;
import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallEvent.HintOffered;
import dev.earshot.transcript.CallEvent.HintOutcome;
import dev.earshot.transcript.CallEvent.Outcome;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Between a call and its coach")
class CallCoachTest {

    private final TestInbox<CoachActor.Command> told = TestInbox.create();
    private final CallCoach coach = new CallCoach(told.getRef());

    @Test
    @DisplayName("a hint on a screen is the coach's to log, who knows its timeline")
    void rendered() {
        assertThat(coach.onOutcome("h1", Outcome.RENDERED, 1_234)).isEmpty();
        told.expectMessage(new CoachActor.HintRendered("h1", 1_234));
    }

    @Test
    @DisplayName("a hint that somebody has dealt with is logged at once")
    void used() {
        assertThat(coach.onOutcome("h1", Outcome.USED, 1_234)).contains(new HintOutcome("h1", Outcome.USED, null));
        told.expectMessage(new CoachActor.HintSettled("h1"));
    }

    @Test
    @DisplayName("a hint on a screen is logged without a timeline where the coach is gone")
    void gone() {
        coach.onGone();
        assertThat(coach.onOutcome("h1", Outcome.RENDERED, 1_234))
                .contains(new HintOutcome("h1", Outcome.RENDERED, null));
        assertThat(told.hasMessages()).isFalse();
    }

    @Test
    @DisplayName("the coach learns when a console has a hint, and of nothing else that consoles have")
    void taken() {
        HintOffered hint = new HintOffered("t2", "h1", "salary", "Salary", "Ask.", "Why.", "q", "t2-u1", 1, 2, null);
        CallCoach.onTaken(told.getRef(), UtteranceFinal.understood("t2", "t2-u1", 0, 1, "So much."), 5);
        CallCoach.onTaken(told.getRef(), hint, 7);
        told.expectMessage(new CoachActor.HintDelivered("h1", 7));
        assertThat(told.hasMessages()).isFalse();
    }

    @Test
    @DisplayName("the coach learns when the answer to a question begins")
    void answerBegun() {
        coach.onAnswerBegun("a3");
        told.expectMessage(new CoachActor.AnswerBegun("a3"));
    }

    @Test
    @DisplayName("a question that the coach has given up is not awaited of its session any more")
    void givenUp() {
        TestInbox<RealtimeSessionActor.Command> session = TestInbox.create();
        SessionBackoff backoff = new SessionBackoff(Duration.ofMillis(1), Duration.ofMillis(1), 0, Duration.ZERO, 1);
        SessionRotation rotation = new SessionRotation(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        SessionLine line = new SessionLine(
                () -> new SessionLine.Started(1, session.getRef()),
                backoff,
                rotation,
                SessionMeter.NONE,
                SessionCause.CONNECT_FAILED,
                List::of);
        line.onDue();
        coach.ask(new CoachActor.Ask("a1", "t1-u1", "t1", "{}"), line, 1_000);
        assertThat(coach.waitedMs(1_400)).isEqualTo(400);
        assertThat(coach.awaits(1)).isTrue();
        coach.onGivenUp("a1");
        assertThat(coach.awaits(1)).isFalse();
        assertThat(coach.waitedMs(1_500)).isZero();
    }

    @Test
    @DisplayName("what the playbook wants covered is told once, and each item once it is said")
    void checklist() {
        Playbook playbook = Playbooks.load(Path.of("conf", "playbooks")).get("recruiter-screening");
        Briefing briefing = Briefing.of(Objects.requireNonNull(playbook));
        assertThat(coach.check(briefing)).hasValueSatisfying(set -> assertThat(set.items())
                .contains(new CallEvent.ChecklistItem("notice_period", "Notice and start")));
        assertThat(coach.check(briefing)).as("the same again").isEmpty();

        UtteranceFinal asked = UtteranceFinal.understood("t1", "t1-u4", 0, 1, "What is your notice-period?");
        assertThat(coach.covered(asked))
                .containsExactly(new CallEvent.ItemCovered("notice_period", "t1", "t1-u4", "notice period"));
        assertThat(coach.covered(asked)).as("said before").isEmpty();
    }

    @Test
    @DisplayName("what is known later of a call leaves its playbook, unless it names another")
    void playbook() {
        CallSetup sale = new CallSetup(Map.of(), "sales-discovery");
        assertThat(sale.and(CallSetup.NOTHING_KNOWN).playbook()).isEqualTo("sales-discovery");
        assertThat(sale.and(new CallSetup(Map.of(), "recruiter-screening")).playbook())
                .isEqualTo("recruiter-screening");
    }
}
