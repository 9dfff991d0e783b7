package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.MissingCause;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The turns of a track that get no transcript")
class TurnsMissingTest extends TurnsScene {
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
