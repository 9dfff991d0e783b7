package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.coaching.CoachActor;
import dev.earshot.coaching.Offers;
import dev.earshot.coaching.WithdrawCause;
import dev.earshot.realtime.SeedItem;
import dev.earshot.transcript.CallEvent.HintOffered;
import dev.earshot.transcript.CallEvent.HintOutcome;
import dev.earshot.transcript.CallEvent.HintWithdrawn;
import dev.earshot.transcript.CallEvent.Outcome;
import dev.earshot.transcript.HintStages;
import dev.earshot.transcript.TranscriptActor;
import dev.earshot.transcript.TranscriptActor.Append;
import dev.earshot.transcript.redaction.RedactionRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call's hints")
class CallHintsTest {

    private static final RedactionRules CARDS =
            RedactionRules.of(List.of("card"), Map.of()).orElseThrow();

    private final TestInbox<TranscriptActor.Command> log = TestInbox.create();
    private final TestInbox<CoachActor.Command> coach = TestInbox.create();
    private final CallSoFar soFar = new CallSoFar(new CallSoFar.Limits(10, 1_000));
    private final CallHints hints = new CallHints(
            log.getRef(), new CallCoach(coach.getRef()), new CallRedaction(CARDS, new SimpleMeterRegistry()), soFar);

    @Test
    @DisplayName("are logged with their way to here, and told to the sessions to come, without what nobody should keep")
    void offered() {
        hints.onOffered(Offers.offered("h1", "Take 4111 1111 1111 1111 back."));

        log.expectMessage(new Append(new HintOffered(
                "t2",
                "h1",
                "competing_offer",
                "Label of competing_offer",
                "Take [card] back.",
                "Why.",
                "another offer",
                "t2-u1000",
                1_000,
                9_000,
                new HintStages(200L, 0L, 500L, 300L, null, null, 1_000L))));
        assertThat(soFar.items()).extracting(SeedItem::text).containsExactly("Take [card] back.");
    }

    @Test
    @DisplayName("are withdrawn with their cause")
    void withdrawn() {
        hints.onWithdrawn(new CoachActor.Withdrawn("h1", "t2-u1", "t2", WithdrawCause.DEADLINE_PASSED));
        log.expectMessage(new Append(new HintWithdrawn("t2", "h1", "t2-u1", "deadlinePassed")));
    }

    @Test
    @DisplayName("have each outcome once, however many pages tell of it")
    void outcomeOnce() {
        hints.onOffered(Offers.offered("h1", "Ask."));
        hints.onOffered(Offers.offered("h2", "Tell."));
        log.getAllReceived();

        hints.onOutcome("h1", Outcome.RENDERED, 2_100);
        hints.onOutcome("h1", Outcome.RENDERED, 2_200);
        hints.onOutcome("h2", Outcome.RENDERED, 2_300);
        hints.onOutcome("h1", Outcome.USED, 2_400);
        hints.onOutcome("h1", Outcome.USED, 2_500);

        assertThat(coach.getAllReceived())
                .containsExactly(
                        new CoachActor.HintRendered("h1", 2_100),
                        new CoachActor.HintRendered("h2", 2_300),
                        new CoachActor.HintSettled("h1"));
        assertThat(log.getAllReceived()).containsExactly(new Append(new HintOutcome("h1", Outcome.USED, null)));
    }

    @Test
    @DisplayName("are those that were offered, and no outcome of another is heard")
    void unknownHint() {
        hints.onOffered(Offers.offered("h1", "Ask."));
        log.getAllReceived();

        hints.onOutcome("h2", Outcome.USED, 2_100);

        assertThat(hints.knows("h1")).isTrue();
        assertThat(hints.knows("h2")).isFalse();
        assertThat(log.hasMessages()).isFalse();
    }
}
