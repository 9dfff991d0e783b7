package dev.earshot.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The book of frames")
class FrameBookTest {
    private final FrameBook book = new FrameBook(2, 20_000);

    @Test
    @DisplayName("balances where every frame was heard, and knows how long each took")
    void allHeard() {
        sendInWindow(0, 3);
        HeardSession session = book.session();
        session.at(1_000);
        hear(session, 0, 0, 1, 2);

        assertThat(book.allHeard()).isTrue();
        assertThat(book.counts()).isEqualTo(new FrameCounts(3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(book.latency().count()).isEqualTo(3);
        assertThat(book.latency().max()).isEqualTo(1.0);
    }

    @Test
    @DisplayName("counts a frame that nobody heard as lost, and the first of a call by itself")
    void lost() {
        sendInWindow(0, 3);
        hear(book.session(), 0, 1);

        assertThat(book.counts().lost()).isEqualTo(2);
        assertThat(book.counts().firstFramesLost()).isEqualTo(1);
        assertThat(book.allHeard()).isFalse();
    }

    @Test
    @DisplayName("counts what was lost before the window apart, and does not time it")
    void beforeWindow() {
        send(0, 2);
        sendInWindow(0, 1);
        hear(book.session(), 0, 0, 2);

        assertThat(book.counts().lostInWarmUp()).isEqualTo(1);
        assertThat(book.counts().sent()).isEqualTo(1);
        assertThat(book.latency().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("counts a frame that one session hears twice as duplicated")
    void duplicated() {
        sendInWindow(0, 2);
        hear(book.session(), 0, 0, 1, 1);

        assertThat(book.counts().duplicated()).isEqualTo(1);
        assertThat(book.counts().nothingWrong()).isFalse();
    }

    @Test
    @DisplayName("counts two frames that changed places as one out of order, and none lost")
    void swapped() {
        sendInWindow(0, 3);
        hear(book.session(), 0, 0, 2, 1);

        assertThat(book.counts().outOfOrder()).isEqualTo(1);
        assertThat(book.counts().lost()).isZero();
    }

    @Test
    @DisplayName("counts another call's frame as cross-talk, and not as heard")
    void crossTalk() {
        sendInWindow(0, 1);
        sendInWindow(1, 1);
        HeardSession session = book.session();
        hear(session, 0, 0);
        hear(session, 1, 0);

        assertThat(book.counts().crossTalk()).isEqualTo(1);
        assertThat(book.counts().lost()).isEqualTo(1);
    }

    @Test
    @DisplayName("lets the next session hear again what the last one heard, and takes it for no error")
    void reheard() {
        sendInWindow(0, 5);
        hear(book.session(), 0, 0, 1, 2);
        hear(book.session(), 0, 1, 2, 3, 4);

        assertThat(book.counts().reheard()).isEqualTo(2);
        assertThat(book.counts().nothingWrong()).isTrue();
        assertThat(book.counts().heard()).isEqualTo(5);
    }

    @Test
    @DisplayName("takes two sessions that hear one call at the same time for doubled")
    void twoAtOnce() {
        sendInWindow(0, 3);
        HeardSession first = book.session();
        HeardSession second = book.session();
        hear(first, 0, 0);
        hear(second, 0, 0);
        hear(first, 0, 1);
        hear(second, 0, 1);

        assertThat(book.counts().duplicated()).isEqualTo(1);
    }

    @Test
    @DisplayName("does not believe a tag of a call or a frame that never left")
    void neverLeft() {
        sendInWindow(0, 1);
        hear(book.session(), 0, 1);
        hear(book.session(), 2, 0);

        assertThat(book.counts().unreadable()).isEqualTo(2);
    }

    @Test
    @DisplayName("tells frames apart after their numbers have begun again")
    void numbersBeginAgain() {
        send(0, FrameTag.FRAME_PERIOD);
        HeardSession session = book.session();
        for (int frame = 0; frame < FrameTag.FRAME_PERIOD; frame++) {
            hear(session, 0, frame);
        }
        sendInWindow(0, 2);
        hear(session, 0, FrameTag.FRAME_PERIOD, FrameTag.FRAME_PERIOD + 1);

        assertThat(book.allHeard()).isTrue();
        assertThat(book.counts().nothingWrong()).isTrue();
    }

    private void sendInWindow(int call, int frames) {
        if (call == 0) {
            book.openWindow();
        }
        send(call, frames);
        book.closeWindow();
    }

    private void send(int call, int frames) {
        for (int i = 0; i < frames; i++) {
            book.onDeparted(call, 0);
        }
    }

    private static void hear(HeardSession session, int call, int... frames) {
        for (int frame : frames) {
            session.onTag(FrameTag.of(call, frame));
        }
    }
}
