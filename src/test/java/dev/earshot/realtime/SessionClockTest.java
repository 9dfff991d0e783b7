package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The clock of a session")
class SessionClockTest {
    /** What was resampled lies this much later in the session than in the track. */
    private static final long DELAY_MS = 2;

    private final SessionClock clock = new SessionClock(16_000);

    @Test
    @DisplayName("counts from the position at which the session began to hear")
    void offset() {
        clock.startPiece(0, 80_000);

        assertThat(clock.position(0)).isEqualTo(80_000);
        assertThat(clock.position(1 + DELAY_MS)).isEqualTo(80_016);
        assertThat(clock.position(1460 + DELAY_MS)).isEqualTo(80_000 + 1460 * 16);
    }

    @Test
    @DisplayName("counts in samples of the track, whatever its rate")
    void rate() {
        SessionClock whole = new SessionClock(24_000);
        whole.startPiece(0, 5);

        assertThat(whole.position(1000)).isEqualTo(24_005);
    }

    @Test
    @DisplayName("jumps where the tape had to drop audio, and not before")
    void pieces() {
        clock.startPiece(0, 0);
        clock.startPiece(24_000, 48_000);

        assertThat(clock.position(999 + DELAY_MS)).isEqualTo(999 * 16);
        assertThat(clock.position(1000 + DELAY_MS)).isEqualTo(48_000);
        assertThat(clock.position(1500 + DELAY_MS)).isEqualTo(48_000 + 500 * 16);
    }

    @Test
    @DisplayName("is exact after ten hours")
    void longSession() {
        clock.startPiece(0, 3);

        assertThat(clock.position(36_000_000 + DELAY_MS)).isEqualTo(3 + 36_000_000L * 16);
    }

    @Test
    @DisplayName("knows of no audio before there was any")
    void nothingYet() {
        assertThat(clock.position(1000 + DELAY_MS)).isZero();
    }

    @Test
    @DisplayName(
            "forgets the oldest pieces of a session that lost audio all the time, and stays right about the newest")
    void bounded() {
        for (long piece = 0; piece < 3000; piece++) {
            clock.startPiece(piece * 2400, piece * 3200);
        }

        assertThat(clock.position(2999 * 100 + DELAY_MS)).isEqualTo(2999 * 3200);
        assertThat(clock.position(0)).isEqualTo((3000 - 1024) * 3200);
    }
}
