package dev.earshot.simulator.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.simulator.storm.SentenceOracle.Fault;
import dev.earshot.simulator.storm.SentenceOracle.Flaw;
import dev.earshot.simulator.storm.SentenceOracle.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The oracle of sentences")
class SentenceOracleTest {
    private static final List<Sentence> SPOKEN = List.of(
            new Sentence(0, 3_000, "Hello Daniel, good morning."),
            new Sentence(0, 3_000, "Is now still a good time to talk?"),
            new Sentence(5_000, 8_000, "Great, let us begin then."),
            new Sentence(9_000, 12_000, "What salary do you expect for this position?"),
            new Sentence(13_000, 16_000, "Thank you."),
            new Sentence(20_000, 23_000, "Hello Daniel, good morning."),
            new Sentence(20_000, 23_000, "Is now still a good time to talk?"));

    private static final Sentence FIRST = new Sentence(16, 2_900, "hello daniel good morning");
    private static final Sentence TIME = new Sentence(1_500, 2_900, "Is now still a good time to talk.");
    private static final Sentence GREAT = new Sentence(5_100, 7_900, "Great, let us begin then.");
    private static final Sentence SALARY = new Sentence(9_100, 11_900, "What salary do you expect for this position?");
    private static final Sentence THANKS = new Sentence(13_100, 15_900, "Thank you.");
    private static final Sentence AGAIN =
            new Sentence(20_100, 22_900, "Hello Daniel good morning is now still a good time to talk");
    private static final List<Sentence> HEARD = List.of(FIRST, TIME, GREAT, SALARY, THANKS, AGAIN);

    @Test
    @DisplayName("finds nothing wrong where each was heard once and in order, however it was cut into turns")
    void allIsWell() {
        Verdict verdict = SentenceOracle.judge(SPOKEN, HEARD);

        assertThat(verdict.flaws()).isEmpty();
        assertThat(verdict).isEqualTo(new Verdict(7, 39, 0, 0, List.of()));
    }

    @Test
    @DisplayName("misses one that was lost, though the same words were said at another time")
    void lost() {
        assertThat(flaws(without(SALARY))).containsExactly(Fault.LOST);
        assertThat(flaws(without(FIRST))).containsExactly(Fault.LOST);
        assertThat(flaws(without(AGAIN))).containsExactly(Fault.LOST, Fault.LOST);
        assertThat(flaws(without(THANKS))).containsExactly(Fault.LOST);
        assertThat(flaws(List.of())).containsOnly(Fault.LOST).hasSize(SPOKEN.size());
    }

    @Test
    @DisplayName("misses one of which only a part was heard")
    void partlyLost() {
        assertThat(flaws(replaced(SALARY, new Sentence(9_100, 11_900, "for this position"))))
                .containsExactly(Fault.LOST);
    }

    @Test
    @DisplayName("sees one that was told twice: at once, later, in part, or at the front of the next")
    void doubled() {
        assertThat(flaws(with(4, SALARY))).containsExactly(Fault.DOUBLED);
        assertThat(flaws(with(6, SALARY))).containsExactly(Fault.DOUBLED);
        assertThat(flaws(with(5, THANKS))).containsExactly(Fault.DOUBLED);
        assertThat(flaws(with(4, new Sentence(10_000, 11_900, "do you expect for"))))
                .containsExactly(Fault.DOUBLED);
        assertThat(flaws(replaced(THANKS, new Sentence(9_100, 15_900, SALARY.text() + " Thank you."))))
                .containsExactly(Fault.DOUBLED);
    }

    @Test
    @DisplayName("sees two that were told in the wrong order")
    void swapped() {
        List<Sentence> swapped = new ArrayList<>(HEARD);
        Collections.swap(swapped, 2, 3);

        assertThat(flaws(swapped)).containsExactly(Fault.OUT_OF_ORDER);
    }

    @Test
    @DisplayName("sees one that is told of another time than it was spoken at")
    void elsewhere() {
        assertThat(flaws(replaced(SALARY, new Sentence(15_000, 17_900, SALARY.text()))))
                .containsExactly(Fault.WRONG_TIME);
    }

    @Test
    @DisplayName("sees words that nobody spoke, and forgives a recogniser's slip")
    void notSpoken() {
        assertThat(flaws(with(2, new Sentence(3_000, 4_000, "the weather is fine"))))
                .containsExactly(Fault.NOT_SPOKEN);
        Verdict slip = SentenceOracle.judge(
                SPOKEN, replaced(SALARY, new Sentence(9_100, 11_900, "what celery do you expect for this position")));
        assertThat(slip.flaws()).isEmpty();
        assertThat(slip.missing()).isOne();
        assertThat(slip.extra()).isOne();
    }

    private static List<Fault> flaws(List<Sentence> heard) {
        return SentenceOracle.judge(SPOKEN, heard).flaws().stream()
                .map(Flaw::fault)
                .toList();
    }

    private static List<Sentence> without(Sentence sentence) {
        return HEARD.stream().filter(each -> !each.equals(sentence)).toList();
    }

    private static List<Sentence> replaced(Sentence sentence, Sentence by) {
        return HEARD.stream().map(each -> each.equals(sentence) ? by : each).toList();
    }

    private static List<Sentence> with(int at, Sentence sentence) {
        List<Sentence> more = new ArrayList<>(HEARD);
        more.add(at, sentence);
        return more;
    }
}
