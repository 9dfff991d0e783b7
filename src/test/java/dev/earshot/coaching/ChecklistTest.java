package dev.earshot.coaching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.coaching.Checklist.Covered;
import dev.earshot.coaching.playbook.CheckItem;
import dev.earshot.coaching.playbook.Playbook;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A checklist")
class ChecklistTest {

    private final Checklist checklist = Checklist.of(Briefing.of(new Playbook(
            "test",
            "Test",
            "agent",
            "A test.",
            List.of(),
            List.of(
                    new CheckItem("notice", "Notice", List.of("notice period", "could you start")),
                    new CheckItem("salary", "Salary", List.of("salary"))),
            List.of(),
            List.of(),
            1,
            new Playbook.Budget(0, 1, 1),
            List.of())));

    @Test
    @DisplayName("ticks an item off once, by the phrase that was said, whatever its case and punctuation")
    void once() {
        assertThat(checklist.onSaid("And when \u2014 Could you start?"))
                .containsExactly(new Covered("notice", "could you start"));
        assertThat(checklist.onSaid("So your notice period is a month.")).isEmpty();
    }

    @Test
    @DisplayName("takes whole words only, and several items from one sentence")
    void wholeWords() {
        assertThat(checklist.onSaid("We are salaryless.")).isEmpty();
        assertThat(checklist.onSaid("What are salary and notice period?"))
                .extracting(Covered::item)
                .containsExactly("notice", "salary");
    }
}
