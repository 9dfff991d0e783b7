package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What consoles say of a call")
class RemarksTest {

    private final Remarks remarks = new Remarks();

    @Test
    @DisplayName("is news once for each hint and outcome, however many pages say it")
    void outcomeOnce() {
        remarks.onOffered("h1");
        remarks.onOffered("h2");

        assertThat(remarks.onOutcome("h1", Outcome.RENDERED)).isTrue();
        assertThat(remarks.onOutcome("h1", Outcome.RENDERED)).isFalse();
        assertThat(remarks.onOutcome("h1", Outcome.USED)).isTrue();
        assertThat(remarks.onOutcome("h2", Outcome.RENDERED)).isTrue();
    }

    @Test
    @DisplayName("counts only of hints that were offered")
    void unknownHint() {
        assertThat(remarks.knows("h1")).isFalse();
        assertThat(remarks.onOutcome("h1", Outcome.RENDERED)).isFalse();
    }
}
