package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.Partial;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The turns of a track whose session dies")
class TurnsOfADeadSessionTest extends TurnsScene {
    @Test
    @DisplayName("before the end of the speech are heard again, under the same id, once")
    void beforeStopped() {
        started("a", 1000);
        delta("a", " Hello my");
        dies();
        assertThat(turns.settled()).isZero();
        notice(new TranscriptCompleted(1, "a", 0, "From the dead."), 0, 2000);
        started("x", 1000);
        delta("x", " Hello");
        stopped("x", 3000);
        completed("x", "Hello, my name is.", 4000);

        assertThat(told)
                .containsExactly(
                        new Partial("t1-u1", 1000, "Hello my", 1),
                        new Partial("t1-u1", 1000, "Hello", 2),
                        new Final("t1-u1", 1000, 3000, "Hello, my name is.", null));
    }

    @Test
    @DisplayName("between the end of the speech and the transcript are heard again, and wait for the new transcript")
    void betweenStoppedAndCompleted() {
        turn("a", 1000, 2000);
        dies();
        tick(10 * TIMEOUT, turns.settled());
        assertThat(told).as("nobody owes it a transcript now").isEmpty();
        turn("x", 1000, 2000);
        completed("x", "One.", 3000);

        assertThat(told).containsExactly(new Final("t1-u1", 1000, 2000, "One.", null));
    }

    @Test
    @DisplayName("after the transcript are not heard again")
    void afterCompleted() {
        turn("a", 1000, 2000);
        completed("a", "One.", 2500);
        dies();
        assertThat(turns.settled()).isEqualTo(2000);
        turn("x", 2400, 3000);
        completed("x", "Two.", 4000);

        assertThat(texts()).containsExactly("One.", "Two.");
        assertThat(utterances()).containsExactly("t1-u1", "t1-u2");
    }

    @Test
    @DisplayName("with the transcript while it waits for an earlier one are heard again with that one")
    void whileWaiting() {
        turn("a", 1000, 2000);
        turn("b", 3000, 4000);
        completed("b", "Two.", 5000);
        dies();
        assertThat(turns.settled()).isZero();
        turn("x", 1000, 2000);
        turn("y", 3000, 4000);
        completed("x", "One.", 5000);
        completed("y", "Two.", 5000);

        assertThat(texts()).containsExactly("One.", "Two.");
    }

    @Test
    @DisplayName("again and again keep their id")
    void manyDeaths() {
        for (int session = 0; session < 5; session++) {
            started("a" + session, 1000 + session);
            dies();
        }
        turn("z", 1000, 2000);
        completed("z", "One.", 3000);

        assertThat(told).containsExactly(new Final("t1-u1", 1000, 2000, "One.", null));
    }

    @Test
    @DisplayName("are recognised though the repetition starts a little earlier or later, and take its start")
    void startDiffers() {
        turn("a", 1000, 2000);
        turn("b", 3000, 4000);
        dies();
        turn("x", 400, 2100);
        turn("y", 3650, 4100);
        completed("x", "One.", 5000);
        completed("y", "Two.", 5000);

        assertThat(told)
                .containsExactly(
                        new Final("t1-u1", 400, 2100, "One.", null), new Final("t1-u2", 3650, 4100, "Two.", null));
    }

    @Test
    @DisplayName("are not taken for others that are as near, but were over by then, or are not the nearest")
    void nearest() {
        turn("a", 1000, 1650);
        turn("b", 1650, 3000);
        dies();
        turn("x", 1600, 3000);
        completed("x", "Two.", 4000);
        assertThat(finals()).as("nearest").containsExactly(new Final("t1-u2", 1600, 3000, "Two.", null));
        turn("c", 3400, 3600);
        dies();
        turn("y", 3700, 5000);
        completed("y", "Four.", 6000);

        assertThat(utterances()).as("the third was over by then").containsExactly("t1-u2", "t1-u4");
    }

    @Test
    @DisplayName("leave in spoken order even if a repetition starts before, and another turn between")
    void startMovesAcrossAnother() {
        started("a", 1000);
        dies();
        turn("x", 600, 800);
        turn("y", 900, 2000);
        completed("y", "Two.", 3000);
        completed("x", "One.", 3000);

        assertThat(texts()).containsExactly("One.", "Two.");
        assertThat(turns.settled()).isEqualTo(2000);
    }

    @Test
    @DisplayName("may be heard as one where they were two: what is left over shows no longer")
    void merged() {
        turn("a", 1000, 2000);
        turn("b", 2500, 4000);
        delta("b", " and two");
        dies();
        told.clear();
        turn("x", 1000, 4000);
        completed("x", "One and two.", 5000);

        assertThat(told)
                .containsExactly(
                        new Partial("t1-u2", 2500, "", 2), new Final("t1-u1", 1000, 4000, "One and two.", null));
        assertThat(turns.idle()).isTrue();
    }

    @Test
    @DisplayName("may be heard as two where they were one")
    void split() {
        turn("a", 1000, 4000);
        dies();
        turn("x", 1000, 2000);
        turn("y", 2500, 4000);
        completed("y", "And two.", 5000);
        completed("x", "One.", 5000);

        assertThat(told)
                .containsExactly(
                        new Final("t1-u1", 1000, 2000, "One.", null), new Final("t1-u2", 2500, 4000, "And two.", null));
    }

    @Test
    @DisplayName("and that are not found again show no longer, once later speech is heard")
    void skippedByLaterSpeech() {
        started("a", 1000);
        delta("a", " cough");
        dies();
        told.clear();
        turn("x", 5000, 6000);

        assertThat(told).containsExactly(new Partial("t1-u1", 1000, "", 2));
        completed("x", "Hello.", 7000);
        assertThat(told).last().isEqualTo(new Final("t1-u2", 5000, 6000, "Hello.", null));
    }

    @Test
    @DisplayName("and that are not found again show no longer, once enough silence is heard")
    void skippedBySilence() {
        started("a", 1000);
        dies();
        tick(0, 6000);
        assertThat(told).isEmpty();
        assertThat(turns.settled()).isEqualTo(1000);
        tick(0, 6001);

        assertThat(told).containsExactly(new Partial("t1-u1", 1000, "", 1));
        assertThat(turns.settled()).isEqualTo(1001);
        assertThat(turns.idle()).isTrue();
    }
}
