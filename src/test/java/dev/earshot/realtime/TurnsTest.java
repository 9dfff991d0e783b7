package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import dev.earshot.realtime.SessionNotice.TranscriptFailed;
import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.MissingCause;
import dev.earshot.realtime.TurnUpdate.Partial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One sample is one millisecond here. */
@DisplayName("The turns of a track")
class TurnsTest {
    private static final long TIMEOUT = 15_000;

    private final Turns turns = new Turns(
            "t1",
            1000,
            new Turns.Settings(
                    Duration.ofMillis(TIMEOUT), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMillis(700)),
            this::firstLoud);
    private final List<TurnUpdate> told = new ArrayList<>();
    private long sound = -1;
    private int session = 1;

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
    @DisplayName("that get no transcript")
    class Missing {
        @Test
        @DisplayName("say that it failed, and let the next ones through")
        void failedTurn() {
            turn("a", 1000, 2000);
            turn("b", 3000, 4000);
            delta("a", "What I hea");
            told.clear();
            completed("b", "Two.", 5000);
            failed("a", 5000);

            assertThat(told)
                    .containsExactly(
                            new Final("t1-u1", 1000, 2000, "", MissingCause.TRANSCRIPTION_FAILED),
                            new Final("t1-u2", 3000, 4000, "Two.", null));
            assertThat(turns.settled()).isEqualTo(4000);
        }

        @Test
        @DisplayName("are given up when it is overdue, counted from the end of the speech")
        void timeout() {
            started("a", 1000);
            tick(100_000, 2000);
            stop("a", 3000, 100_000);
            tick(100_000 + TIMEOUT - 1, 3000);
            assertThat(told).isEmpty();
            tick(100_000 + TIMEOUT, 3000);

            assertThat(told).containsExactly(new Final("t1-u1", 1000, 3000, "", MissingCause.TRANSCRIPTION_TIMEOUT));
            assertThat(turns.settled()).isEqualTo(3000);
            completed("a", "Too late.", 4000);
            assertThat(told).hasSize(1);
        }

        @Test
        @DisplayName("take it still if it comes while they wait for those before them")
        void lateButInTime() {
            started("a", 1000);
            stop("a", 2000, 50_000);
            turn("b", 3000, 4000);
            tick(TIMEOUT, 6000);
            completed("b", "Two.", 6000);
            failed("b", 6000);
            completed("a", "One.", 6000);

            assertThat(texts()).containsExactly("One.", "Two.");
        }

        @Test
        @DisplayName("are given up too if their end was never reported and others have followed")
        void neverStopped() {
            started("a", 1000);
            turn("b", 3000, 4000);
            completed("b", "Two.", 5000);
            tick(100, 5000);
            assertThat(told).isEmpty();
            tick(100 + TIMEOUT, 5000);

            assertThat(told)
                    .containsExactly(
                            new Final("t1-u1", 1000, 3000, "", MissingCause.TRANSCRIPTION_TIMEOUT),
                            new Final("t1-u2", 3000, 4000, "Two.", null));
        }

        @Test
        @DisplayName("say so when the call ends, whatever state they were in")
        void callEnded() {
            turn("a", 1000, 2000);
            started("b", 3000);
            dies();
            started("a2", 1000);
            told.addAll(turns.onCallEnded(3500));

            assertThat(told)
                    .containsExactly(
                            new Final("t1-u1", 1000, 2000, "", MissingCause.CALL_ENDED),
                            new Final("t1-u2", 3000, 3500, "", MissingCause.CALL_ENDED));
            assertThat(turns.idle()).isTrue();
        }

        @Test
        @DisplayName("do not take it back from those that have theirs when the call ends")
        void callEndedWhileWaiting() {
            turn("a", 1000, 2000);
            turn("b", 3000, 4000);
            completed("b", "Two.", 4500);
            told.addAll(turns.onCallEnded(4500));

            assertThat(told).last().isEqualTo(new Final("t1-u2", 3000, 4000, "Two.", null));
        }
    }

    @Nested
    @DisplayName("whose session dies")
    class Death {
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
        @DisplayName(
                "between the end of the speech and the transcript are heard again, and wait for the new transcript")
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
                            new Final("t1-u1", 1000, 2000, "One.", null),
                            new Final("t1-u2", 2500, 4000, "And two.", null));
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

    private OptionalLong firstLoud(long from, long to) {
        return sound >= from && sound < to ? OptionalLong.of(sound) : OptionalLong.empty();
    }

    private void turn(String item, long start, long end) {
        started(item, start);
        stopped(item, end);
    }

    private void started(String item, long position) {
        notice(new SpeechStarted(session, item, position, position), 0, position);
    }

    private void stopped(String item, long position) {
        stop(item, position, 0);
    }

    private void stop(String item, long position, long nowMs) {
        notice(new SpeechStopped(session, item, position, position), nowMs, position);
    }

    private void delta(String item, String text) {
        notice(new TranscriptDelta(session, item, 0, text), 0, 0);
    }

    private void completed(String item, String text, long heard) {
        notice(new TranscriptCompleted(session, item, 0, text), 0, heard);
    }

    private void failed(String item, long heard) {
        notice(new TranscriptFailed(session, item, 0, "DeploymentNotFound"), 0, heard);
    }

    private void notice(SessionNotice.OfTurn notice, long nowMs, long heard) {
        told.addAll(turns.onNotice(notice, nowMs, heard));
    }

    /** The session dies; the next one hears again from the settled position. */
    private void dies() {
        told.addAll(turns.onSessionEnded(session++));
        told.addAll(turns.onHearing(session, turns.settled()));
    }

    private void tick(long nowMs, long heard) {
        told.addAll(turns.onTick(nowMs, heard));
    }

    private List<Final> finals() {
        return told.stream()
                .filter(Final.class::isInstance)
                .map(Final.class::cast)
                .toList();
    }

    private List<String> texts() {
        return finals().stream().map(Final::text).toList();
    }

    private List<String> utterances() {
        return finals().stream().map(Final::utterance).toList();
    }
}
