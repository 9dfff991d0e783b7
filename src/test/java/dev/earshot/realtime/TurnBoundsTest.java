package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.MissingCause;
import dev.earshot.realtime.TurnUpdate.Partial;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One sample is one millisecond here. */
@DisplayName("However much is said, turns")
class TurnBoundsTest {
    private final TurnsUnderTest turns = new TurnsUnderTest();

    @Test
    @DisplayName("show the newest words of a monologue, and have all of them in the end")
    void monologue() {
        StringBuilder all = new StringBuilder();
        turns.started("a", 1000);
        for (int word = 0; word < 10_000; word++) {
            turns.delta("a", " word" + word);
            all.append(" word").append(word);
        }

        assertThat(turns.told).hasSize(10_000).allSatisfy(update -> assertThat(((Partial) update).text())
                .hasSizeLessThan(8300));
        assertThat(((Partial) turns.told.get(9_999)).text())
                .startsWith("… word")
                .endsWith(" word9998 word9999");
        turns.stopped("a", 3_600_000).completed("a", all.toString());
        assertThat(turns.texts()).containsExactly(all.toString().strip());
    }

    @Test
    @DisplayName("of which too many have no transcript give up the oldest, and say so")
    void tooMany() {
        for (int turn = 0; turn < 1000; turn++) {
            turns.turn("i" + turn, 1000L * turn, 1000L * turn + 500);
        }

        assertThat(turns.finals()).hasSize(1000 - 64).allSatisfy(last -> assertThat(last.cause())
                .isEqualTo(MissingCause.TOO_MANY_OPEN));
        turns.completed("i999", "The last.").completed("i500", "Too late.");
        for (int turn = 936; turn < 999; turn++) {
            turns.completed("i" + turn, "In time.");
        }
        assertThat(turns.finals())
                .hasSize(1000)
                .last()
                .isEqualTo(new Final("t1-u1000", 999_000, 999_500, "The last.", null));
        assertThat(turns.turns().idle()).isTrue();
    }

    @Test
    @DisplayName("of which too many are never heard again are given up, too")
    void tooManyOrphans() {
        for (int session = 1; session <= 200; session++) {
            turns.hearing(session, turns.turns().settled()).started("a", 10_000L * session);
            turns.delta("a", " word");
            turns.ended(session);
        }

        assertThat(turns.told.stream()
                        .filter(update -> update instanceof Partial partial
                                && partial.text().isEmpty()))
                .as("each shows no longer once the next is heard")
                .hasSize(199);
    }

    @Test
    @DisplayName("by the thousand come and go, and late words of any of them are no new turns")
    void thousands() {
        for (int turn = 0; turn < 5000; turn++) {
            turns.turn("i" + turn, 1000L * turn, 1000L * turn + 500).completed("i" + turn, "Word.");
            if (turn >= 100) {
                turns.started("i" + (turn - 100), 1000L * turn).completed("i" + (turn - 100), "Again.");
            }
        }

        assertThat(turns.finals()).hasSize(5000);
        assertThat(turns.turns().idle()).isTrue();
        assertThat(turns.turns().strays()).isEqualTo(new Turns.Strays(0, 4900, 0));
    }

    @Test
    @DisplayName("take no part of an item that cannot be one")
    void absurdParts() {
        turns.turn("a", 1000, 2000).delta("a", -1, " no").delta("a", 1_000_000, " no");
        turns.completed("a", 1_000_000, "No.").failed("a", -1).completed("a", "One.");

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 2000, "One.", null));
    }

    @Test
    @DisplayName("that began before what can still be heard again are named: the rest is another utterance")
    void beginningForgotten() {
        turns.hearing(1, 0).started("a", 1000).delta("a", " I talk and talk").ended(1);
        turns.hearing(2, 61_000).turn("x", 61_000, 63_000).completed("x", "And stop.");

        assertThat(turns.finals())
                .containsExactly(
                        new Final("t1-u1", 1000, 61_000, "", MissingCause.SESSION_ENDED),
                        new Final("t1-u2", 61_000, 63_000, "And stop.", null));
    }
}
