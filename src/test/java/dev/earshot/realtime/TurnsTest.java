package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.Partial;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The turns of a track")
class TurnsTest extends TurnsScene {
    @Test
    @DisplayName("show what is heard as it is heard, and then the last word")
    void oneTurn() {
        started("a", 1000);
        delta("a", " Hello");
        delta("a", ",");
        stopped("a", 3000);
        delta("a", " you");
        completed("a", " Hello, you.\n", 4000);

        assertThat(told)
                .containsExactly(
                        new Partial("t1-u1", 1000, "Hello", 1),
                        new Partial("t1-u1", 1000, "Hello,", 2),
                        new Partial("t1-u1", 1000, "Hello, you", 3),
                        new Final("t1-u1", 1000, 3000, "Hello, you.", null));
        assertThat(turns.settled()).isEqualTo(3000);
        assertThat(turns.idle()).isTrue();
    }

    @Test
    @DisplayName("come to their end in spoken order, whatever the order of their transcripts")
    void outOfOrder() {
        turn("a", 1000, 2000);
        turn("b", 3000, 4000);
        turn("c", 5000, 6000);
        completed("c", "Three.", 7000);
        completed("b", "Two.", 7000);
        assertThat(told).isEmpty();
        assertThat(turns.settled()).as("nothing is final").isZero();
        completed("a", "One.", 7000);

        assertThat(texts()).containsExactly("One.", "Two.", "Three.");
        assertThat(utterances()).containsExactly("t1-u1", "t1-u2", "t1-u3");
        assertThat(turns.settled()).isEqualTo(6000);
    }

    @Test
    @DisplayName("do not settle the start of a turn that is still open")
    void settledStopsAtOpenTurns() {
        turn("a", 1000, 2000);
        started("b", 2500);
        completed("a", "One.", 9000);
        tick(10_000, 60_000);

        assertThat(turns.settled()).isEqualTo(2500);
    }

    @Test
    @DisplayName("end where the next begins, though the silence before a start is reported with it")
    void padding() {
        turn("a", 1000, 3000);
        started("b", 2700);
        completed("a", "One.", 3500);
        assertThat(turns.settled()).isEqualTo(3000);
        stopped("b", 4000);
        completed("b", "Two.", 4500);

        assertThat(told).last().isEqualTo(new Final("t1-u2", 3000, 4000, "Two.", null));
    }

    @Test
    @DisplayName("are final once: a second transcript or a late delta says nothing more")
    void once() {
        turn("a", 1000, 2000);
        completed("a", "One.", 3000);
        completed("a", "One again.", 3000);
        delta("a", " more");
        failed("a", 3000);

        assertThat(texts()).containsExactly("One.");
        assertThat(told).hasSize(1);
    }

    @Test
    @DisplayName("begin once, even if that is said twice")
    void startedTwice() {
        started("a", 1000);
        started("a", 1200);
        stopped("a", 2000);
        completed("a", "One.", 3000);

        assertThat(told).containsExactly(new Final("t1-u1", 1000, 2000, "One.", null));
        assertThat(turns.idle()).isTrue();
    }

    @Test
    @DisplayName("settle no audio that was not heard, whatever end the service reports")
    void endBeyondWhatWasHeard() {
        started("a", 1000);
        notice(new SpeechStopped(session, "a", 9_000_000, 9_000_000), 0, 2600);
        completed("a", "One.", 2600);

        assertThat(turns.settled()).isEqualTo(2600);
    }

    @Nested
    @DisplayName("without words")
    class Blank {
        @Test
        @DisplayName("leave nothing in the transcript, withdraw what showed, and settle")
        void withdrawn() {
            started("a", 1000);
            delta("a", " uh");
            stopped("a", 2000);
            completed("a", "  \n", 3000);

            assertThat(told).containsExactly(new Partial("t1-u1", 1000, "uh", 1), new Partial("t1-u1", 1000, "", 2));
            assertThat(turns.settled()).isEqualTo(2000);
            assertThat(turns.idle()).isTrue();
        }

        @Test
        @DisplayName("still keep their place in the order")
        void order() {
            turn("a", 1000, 2000);
            turn("b", 3000, 4000);
            completed("b", "", 5000);
            assertThat(told).isEmpty();
            completed("a", "One.", 5000);

            assertThat(texts()).containsExactly("One.");
            assertThat(turns.settled()).isEqualTo(4000);
        }
    }

    @Nested
    @DisplayName("none of which is open")
    class Silence {
        @Test
        @DisplayName("let silence settle, short of what voice activity may yet be reported for")
        void settles() {
            tick(0, 4000);
            assertThat(turns.settled()).isZero();
            tick(0, 12_000);
            assertThat(turns.settled()).isEqualTo(7000);
        }

        @Test
        @DisplayName("do not settle a sound that no turn has claimed: a session that stalls has not heard it")
        void soundIsNotSilence() {
            sound = 6000;
            tick(0, 15_000);

            assertThat(turns.settled()).as("a little before the sound").isEqualTo(5700);
            assertThat(turns.unheardBefore(15_000)).isTrue();
        }

        @Test
        @DisplayName("settle a sound that no turn claims for long: it was no speech")
        void soundThatIsNoSpeech() {
            sound = 6000;
            tick(0, 30_000);

            assertThat(turns.settled()).isEqualTo(15_000);
        }

        @Test
        @DisplayName("settle a sound that was a turn")
        void soundOfATurn() {
            sound = 6000;
            turn("a", 5800, 8000);
            completed("a", "Yes.", 9000);

            assertThat(turns.unheardBefore(15_000)).isFalse();
            tick(0, 15_000);
            assertThat(turns.settled()).isEqualTo(10_000);
        }

        @Test
        @DisplayName("settle nothing while no session hears")
        void noSession() {
            tick(0, 12_000);
            dies();
            tick(1000, turns.settled());
            tick(2000, 0);

            assertThat(turns.settled()).isEqualTo(7000);
        }
    }

    @Test
    @DisplayName("span the speech, not the silence around it that the service counts in")
    void spans() {
        notice(new SpeechStarted(session, "a", 1000, 1300), 0, 1500);
        delta("a", "Yes");
        notice(new SpeechStopped(session, "a", 3000, 2500), 0, 3000);
        completed("a", "Yes.", 4000);

        assertThat(told)
                .containsExactly(new Partial("t1-u1", 1300, "Yes", 1), new Final("t1-u1", 1300, 2500, "Yes.", null));
        assertThat(turns.settled()).as("with the silence").isEqualTo(3000);
    }
}
