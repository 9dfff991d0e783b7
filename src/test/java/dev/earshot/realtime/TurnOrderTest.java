package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.MissingCause;
import dev.earshot.realtime.TurnUpdate.Partial;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One sample is one millisecond here. */
@DisplayName("Whatever the order of what is said of an item, a turn")
class TurnOrderTest {
    private final TurnsUnderTest turns = new TurnsUnderTest();

    @Test
    @DisplayName(
            "whose transcript comes before its end waits for the end, so that nothing more is settled than was said")
    void completedBeforeStopped() {
        turns.started("a", 1000).heard(3500).completed("a", "One.");
        assertThat(turns.told).isEmpty();
        turns.stopped("a", 3000);

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 3000, "One.", null));
        assertThat(turns.turns().settled()).isEqualTo(3000);
    }

    @Test
    @DisplayName("that is committed has ended, though its end was never reported")
    void committedWithoutStopped() {
        turns.started("a", 1000).heard(2600).committed("a", null).heard(4000).completed("a", "One.");

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 2600, "One.", null));
    }

    @Test
    @DisplayName("that is committed before its end is reported takes that end still")
    void committedBeforeStopped() {
        turns.started("a", 1000).heard(2600).committed("a", null).stopped("a", 2400);
        turns.stopped("a", 2500).completed("a", "One.");

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 2400, "One.", null));
    }

    @Test
    @DisplayName("with a transcript and no end is told all the same, after a while, as far as had been heard then")
    void completedWithoutEnd() {
        turns.started("a", 1000).heard(2600).completed("a", "One.").heard(9000);
        turns.tick(2600 + TurnsUnderTest.TIMEOUT - 1);
        assertThat(turns.told).isEmpty();
        turns.tick(2600 + TurnsUnderTest.TIMEOUT);

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 2600, "One.", null));
    }

    @Test
    @DisplayName("whose end never comes ends where the next begins")
    void endsWhereTheNextBegins() {
        turns.started("a", 1000).completed("a", "One.").started("b", 3000);
        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 3000, "One.", null));
        turns.stopped("a", 9000).stopped("b", 4000).completed("b", "Two.");

        assertThat(turns.told).last().isEqualTo(new Final("t1-u2", 3000, 4000, "Two.", null));
    }

    @Test
    @DisplayName("whose end comes late, when the next has begun, ends no later than that")
    void lateEnd() {
        turns.started("a", 1000).started("b", 3000).stopped("a", 3400).completed("a", "One.");

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 3000, "One.", null));
    }

    @Test
    @DisplayName("shows no more words once it has its transcript, and takes no second one")
    void deltaAfterCompleted() {
        turns.turn("a", 1000, 2000).turn("b", 3000, 4000).completed("b", "Two.");
        turns.delta("b", " late").completed("b", "Two again.").completed("a", "One.");

        assertThat(turns.told).hasSize(2);
        assertThat(turns.texts()).containsExactly("One.", "Two.");
        assertThat(turns.turns().strays()).isEqualTo(new Turns.Strays(0, 1, 0));
    }

    @Test
    @DisplayName("that failed and then completes, while it waits for one before it, was understood")
    void failedThenCompleted() {
        turns.turn("a", 1000, 2000).turn("b", 3000, 4000).failed("b").completed("b", "Two.");
        turns.completed("a", "One.");

        assertThat(turns.texts()).containsExactly("One.", "Two.");
    }

    @Test
    @DisplayName("that completed and then fails was understood")
    void completedThenFailed() {
        turns.turn("a", 1000, 2000).turn("b", 3000, 4000).completed("b", "Two.").failed("b");
        turns.completed("a", "One.");

        assertThat(turns.finals()).last().isEqualTo(new Final("t1-u2", 3000, 4000, "Two.", null));
    }

    @Test
    @DisplayName("that failed is told once, and what comes then of it is counted")
    void completedAfterFailure() {
        turns.turn("a", 1000, 2000).failed("a").completed("a", "One.").started("a", 1000);

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 2000, "", MissingCause.TRANSCRIPTION_FAILED));
        assertThat(turns.turns().strays()).isEqualTo(new Turns.Strays(1, 0, 0));
        assertThat(turns.turns().idle()).isTrue();
    }

    @Test
    @DisplayName("that was given up as overdue is not told again, and its late transcript is counted")
    void lateAfterTimeout() {
        turns.turn("a", 1000, 2000).tick(2000 + TurnsUnderTest.TIMEOUT);
        turns.completed("a", "Too late.").delta("a", " late").stopped("a", 2100).committed("a", null);

        assertThat(turns.told).containsExactly(new Final("t1-u1", 1000, 2000, "", MissingCause.TRANSCRIPTION_TIMEOUT));
        assertThat(turns.turns().strays()).isEqualTo(new Turns.Strays(1, 0, 0));
    }

    @Test
    @DisplayName("whose item is deleted says so, unless it has its transcript")
    void deleted() {
        turns.turn("a", 1000, 2000)
                .turn("b", 3000, 4000)
                .completed("b", "Two.")
                .deleted("b")
                .deleted("a");

        assertThat(turns.told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "", MissingCause.ITEM_DELETED),
                        new Final("t1-u2", 3000, 4000, "Two.", null));
    }

    @Test
    @DisplayName("of several parts has the words of all of them, in their order")
    void parts() {
        turns.turn("a", 1000, 2000).delta("a", 1, " two").delta("a", 0, " One").completed("a", 1, "two.");
        assertThat(turns.told).last().isEqualTo(new Partial("t1-u1", 1000, "One two", 2));
        turns.completed("a", 0, "One");

        assertThat(turns.told).last().isEqualTo(new Final("t1-u1", 1000, 2000, "One two.", null));
    }

    @Test
    @DisplayName("of which one part failed has the words of the others")
    void partFailed() {
        turns.turn("a", 1000, 2000)
                .delta("a", 1, " two")
                .completed("a", 0, "One.")
                .failed("a", 1);

        assertThat(turns.texts()).containsExactly("One.");
        assertThat(turns.finals().get(0).cause()).isNull();
    }

    @Nested
    @DisplayName("of which no voice was reported")
    class Unvoiced {
        @Test
        @DisplayName("began after the one before it, at the first sound, and ended with what had been heard")
        void committedOnly() {
            turns.turn("a", 1000, 2000).sound(2800, 3500).heard(4000).committed("b", "a");
            turns.completed("b", "Two.").completed("a", "One.");

            assertThat(turns.told)
                    .containsExactly(
                            new Final("t1-u1", 1000, 2000, "One.", null), new Final("t1-u2", 2800, 4000, "Two.", null));
        }

        @Test
        @DisplayName("is none for an item that was never committed: an answer, or history of ours")
        void unknown() {
            turns.heard(3000)
                    .delta("x", "hm")
                    .completed("x", "Assistant.")
                    .failed("y")
                    .deleted("z");

            assertThat(turns.told).isEmpty();
            assertThat(turns.turns().idle()).isTrue();
            assertThat(turns.turns().strays()).isEqualTo(new Turns.Strays(0, 0, 2));
        }

        @Test
        @DisplayName("leaves nothing behind if it was quiet, and nothing was understood")
        void quiet() {
            turns.heard(4000).committed("a", null).tick(4000 + TurnsUnderTest.TIMEOUT);

            assertThat(turns.told).containsExactly(new Partial("t1-u1", 0, "", 1));
            assertThat(turns.turns().settled()).isEqualTo(4000);
        }

        @Test
        @DisplayName("was not understood if there was a sound")
        void loud() {
            turns.sound(500, 3000).heard(4000).committed("a", null).failed("a");

            assertThat(turns.told)
                    .containsExactly(new Final("t1-u1", 500, 4000, "", MissingCause.TRANSCRIPTION_FAILED));
        }

        @Test
        @DisplayName("has the end that is reported without a start")
        void stoppedOnly() {
            turns.turn("a", 1000, 2000).sound(2500, 3000).stopped("b", 3200).committed("b", "a");
            turns.completed("a", "One.").completed("b", "Two.");

            assertThat(turns.finals()).last().isEqualTo(new Final("t1-u2", 2500, 3200, "Two.", null));
        }

        @Test
        @DisplayName("takes the start that is reported afterwards")
        void committedBeforeStarted() {
            turns.heard(4000).committed("a", null).started("a", 1500).stopped("a", 3000);
            turns.completed("a", "One.");

            assertThat(turns.told).containsExactly(new Final("t1-u1", 1500, 3000, "One.", null));
        }

        @Test
        @DisplayName("is last if nobody knows the item before it")
        void unknownPrevious() {
            turns.turn("a", 1000, 2000).heard(3000).committed("b", "seed");
            turns.completed("b", "Two.").completed("a", "One.");

            assertThat(turns.texts()).containsExactly("One.", "Two.");
        }

        @Test
        @DisplayName("comes before the one that names it as the one before, though that was told first")
        void chainInTheWrongOrder() {
            turns.turn("a", 1000, 2000).heard(5000).committed("c", "b").committed("b", "a");
            turns.completed("c", "Three.").completed("b", "Two.").completed("a", "One.");

            assertThat(turns.texts()).containsExactly("One.", "Two.", "Three.");
            assertThat(turns.finals())
                    .isSortedAccordingTo((one, other) -> Long.compare(one.end(), other.start()) > 0 ? 1 : -1);
        }
    }
}
