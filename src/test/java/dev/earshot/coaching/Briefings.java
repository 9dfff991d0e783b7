package dev.earshot.coaching;

import dev.earshot.coaching.playbook.HintKind;
import dev.earshot.coaching.playbook.Playbook;
import dev.earshot.coaching.playbook.Playbook.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A playbook for tests: three kinds with a deadline of 8 s and a cooldown of 60 s, twelve questions a minute. */
final class Briefings {

    static final HintKind OFFER = kind("competing_offer", 8, 4);
    static final HintKind SALARY = kind("salary", 8, 4);
    static final HintKind NEXT_STEP = kind("next_step", 8, 4);
    static final Briefing PLAIN = with(new Budget(12, 4, 6));

    private Briefings() {}

    static HintKind kind(String id, int deadlineSeconds, int cap) {
        return new HintKind(
                id,
                "Label of " + id,
                "there is talk of " + id,
                Duration.ofSeconds(deadlineSeconds),
                Duration.ofSeconds(60),
                cap,
                Optional.empty());
    }

    static Briefing with(Budget budget) {
        return with(budget, OFFER, SALARY, NEXT_STEP);
    }

    static Briefing with(Budget budget, HintKind... kinds) {
        return Briefing.of(new Playbook(
                "test",
                "Test",
                "agent",
                "A test.",
                List.of("Pass."),
                List.of(),
                List.of(),
                List.of("Thank you for calling", "Mm-hm"),
                4,
                budget,
                List.of(kinds)));
    }
}
