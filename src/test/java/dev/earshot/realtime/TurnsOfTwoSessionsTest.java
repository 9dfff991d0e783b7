package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.MissingCause;
import dev.earshot.realtime.TurnUpdate.Partial;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One sample is one millisecond here. */
@DisplayName("While one session takes over from another, turns")
class TurnsOfTwoSessionsTest {
    private final TurnsUnderTest turns = new TurnsUnderTest();

    @Test
    @DisplayName("that were heard to their end stay with the old one, which still finishes them")
    void staysWithTheOldOne() {
        turns.hearing(1, 0).turn("a", 1000, 2000).started("b", 2500).delta("b", " And");
        assertThat(turns.turns().resumption())
                .as("where the turn that is open begins")
                .isEqualTo(2500);
        turns.hearing(2, 2500).turn("b", 2500, 4000).delta("b", " And two");
        turns.completed("b", "And two.");
        assertThat(turns.finals()).as("the first comes first").isEmpty();
        assertThat(turns.turns().owes(1)).isTrue();
        turns.session(1).completed("a", "One.");

        assertThat(turns.told)
                .containsExactly(
                        new Partial("t1-u2", 2500, "And", 1),
                        new Partial("t1-u2", 2500, "And two", 2),
                        new Final("t1-u1", 1000, 2000, "One.", null),
                        new Final("t1-u2", 2500, 4000, "And two.", null));
        assertThat(turns.turns().owes(1)).isFalse();
    }

    @Test
    @DisplayName("that the new one hears are its own: what the old one still says of them is not told")
    void wordsOfTheOldOne() {
        turns.hearing(1, 0).turn("a", 1000, 2000).started("b", 2500);
        turns.hearing(2, 1000);
        turns.session(1).completed("a", "One of the old.").stopped("b", 3000).completed("b", "Two of the old.");
        turns.started("c", 3500).stopped("d", 5000).committed("e", "d");
        assertThat(turns.told).isEmpty();
        turns.session(2).turn("x", 1000, 2000).turn("y", 2500, 4000);
        turns.completed("y", "Two.").completed("x", "One.");

        assertThat(turns.told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "One.", null), new Final("t1-u2", 2500, 4000, "Two.", null));
        assertThat(turns.turns().strays().late()).isEqualTo(2);
    }

    @Test
    @DisplayName("with the same item id in both are told apart")
    void sameItemId() {
        turns.hearing(1, 0).turn("item_1", 1000, 2000).hearing(2, 2000).turn("item_1", 3000, 4000);
        turns.completed("item_1", "Two.").session(1).completed("item_1", "One.");

        assertThat(turns.texts()).containsExactly("One.", "Two.");
    }

    @Test
    @DisplayName("that the old one reports late, from before the new one's first sample, are told all the same")
    void reportedLate() {
        turns.hearing(1, 0).hearing(2, 3000).turn("x", 3200, 4000).completed("x", "Two.");
        turns.session(1).turn("a", 1000, 2000).completed("a", "One.");

        assertThat(turns.turns().settled()).isEqualTo(4000);
        assertThat(turns.texts()).containsExactly("Two.", "One.");
    }

    @Test
    @DisplayName("of the old one end where the new one begins to hear")
    void endsAtTheTakeover() {
        turns.hearing(1, 0).started("a", 1000).session(1).hearing(2, 2000).session(1);
        turns.heard(2500).stopped("a", 2500).completed("a", "One.");

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 2000, "One.", null));
    }

    @Test
    @DisplayName("of an old one that dies before it has told them are named: nobody hears them again")
    void oldOneDies() {
        turns.hearing(1, 0)
                .turn("a", 1000, 2000)
                .hearing(2, 2000)
                .turn("x", 3000, 4000)
                .completed("x", "Two.");
        turns.ended(1).session(1).completed("a", "From the dead.");

        assertThat(turns.told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "", MissingCause.SESSION_ENDED),
                        new Final("t1-u2", 3000, 4000, "Two.", null));
        assertThat(turns.turns().settled()).isEqualTo(4000);
    }

    @Test
    @DisplayName("that have all they need are told though their session dies, if nobody hears them again")
    void oldOneDiesWithATranscript() {
        turns.hearing(1, 0).turn("a", 1000, 2000).turn("b", 3000, 4000).completed("b", "Two.");
        turns.hearing(2, 4000).ended(1);

        assertThat(turns.told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "", MissingCause.SESSION_ENDED),
                        new Final("t1-u2", 3000, 4000, "Two.", null));
    }

    @Test
    @DisplayName("of a new one that dies wait for the next, and the old one's are still its own")
    void newOneDies() {
        turns.hearing(1, 0)
                .turn("a", 1000, 2000)
                .hearing(2, 2000)
                .started("x", 3000)
                .ended(2);
        turns.session(1).completed("a", "One.");
        turns.hearing(3, 2000).turn("y", 3000, 4000).completed("y", "Two.");

        assertThat(turns.told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "One.", null), new Final("t1-u2", 3000, 4000, "Two.", null));
    }

    @Test
    @DisplayName("that became final just before the new one heard them too are not told twice")
    void finalMeanwhile() {
        turns.hearing(1, 0).turn("a", 1000, 2000).turn("b", 3000, 4000).completed("a", "One.");
        turns.hearing(2, 1000)
                .started("x", 1000)
                .delta("x", " One")
                .stopped("x", 1900)
                .committed("x", null);
        turns.completed("x", "One.").turn("y", 3000, 4000).completed("y", "Two.");

        assertThat(turns.told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "One.", null), new Final("t1-u2", 3000, 4000, "Two.", null));
    }

    @Test
    @DisplayName("are told without what is final already, where the new one hears that and what follows as one")
    void finalMeanwhileAndMore() {
        turns.hearing(1, 0)
                .turn("a", 1000, 2000)
                .turn("b", 2500, 3000)
                .turn("c", 3500, 4500)
                .completed("a", "Zero. One!")
                .completed("b", "One, two.");
        turns.hearing(2, 1000).turn("x", 2500, 4500).delta("x", " One").delta("x", " two and");
        turns.completed("x", "one two and three.");

        assertThat(turns.told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "Zero. One!", null),
                        new Final("t1-u2", 2500, 3000, "One, two.", null),
                        new Partial("t1-u3", 3000, "and", 1),
                        new Final("t1-u3", 3000, 4500, "and three.", null));
    }

    @Test
    @DisplayName(
            "are told whole where the new one understands what is final in another way: rather twice than not at all")
    void finalMeanwhileAndOtherwise() {
        turns.hearing(1, 0).turn("a", 1000, 2000).turn("b", 2500, 4000).completed("a", "One.");
        turns.hearing(2, 1000).turn("x", 1000, 4000).completed("x", "Won and two.");

        assertThat(turns.texts()).containsExactly("One.", "Won and two.");
    }

    @Test
    @DisplayName("that only repeat what is final are not told, nor ones of a later session that repeat nothing cut")
    void nothingNew() {
        turns.hearing(1, 0).turn("a", 1000, 2000).completed("a", "Yes.");
        turns.hearing(2, 1000).turn("x", 1000, 2400).completed("x", "Yes.");
        turns.hearing(3, 2400).turn("y", 3000, 4000).completed("y", "Yes.");

        assertThat(turns.texts()).containsExactly("Yes.", "Yes.");
    }

    @Test
    @DisplayName("begin no earlier than what was heard to its end, wherever the new one could start")
    void resumption() {
        assertThat(turns.turns().resumption()).isZero();
        turns.hearing(1, 0).turn("a", 1000, 2000);
        assertThat(turns.turns().resumption()).isEqualTo(2000);
        turns.turn("b", 3000, 4000).completed("b", "Two.");
        assertThat(turns.turns().resumption()).isEqualTo(4000);
        turns.started("c", 5000);
        assertThat(turns.turns().resumption()).isEqualTo(5000);
    }
}
