package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.TrackFeed;
import dev.earshot.ingress.Tape;
import dev.earshot.realtime.SessionNotice.Ended;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** A session, the tape of the track that it is to hear, and what tests say of both. */
abstract class SessionScene {
    static final int RATE = 24_000;
    static final int FRAME = 480;

    /** What the service counts in before and after speech: 300 and 500 ms. */
    static final int PREFIX = 300 * 24;

    static final int SILENCE = 500 * 24;

    final Tape tape = new Tape(RATE, Duration.ofSeconds(60));
    final SessionUnderTest session;
    private int written;

    SessionScene(ActorTestKit kit) {
        session = new SessionUnderTest(kit);
    }

    /** How far a session has come. */
    enum Stage {
        CONNECTING(session -> {}),
        CONNECTED(SessionUnderTest::accepted),
        CONFIGURING(session -> session.accepted().says(Wire.CREATED)),
        READY(SessionUnderTest::ready);

        final Consumer<SessionUnderTest> reach;

        Stage(Consumer<SessionUnderTest> reach) {
            this.reach = reach;
        }
    }

    void write(int frames) {
        tape.write(Samples.counting(written, frames * FRAME), 0, 2 * frames * FRAME);
        written += frames * FRAME;
        QuietExecutor.awaitQuiet();
    }

    void assertEnded(SessionCause cause, String detail) {
        assertEnded(session, cause);
        assertThat(session.meter.ended).containsExactly(cause);
        assertThat(session.ends()).containsExactly(new Ended(7, cause, detail));
    }

    static void assertEnded(SessionUnderTest ended, SessionCause cause) {
        assertThat(ended.ends()).hasSize(1);
        assertThat(ended.course()).last().isEqualTo("ended " + cause.wireName());
        assertThat(ended.terminated()).isTrue();
        assertThat(ended.disconnected()).isTrue();
    }

    void assertReadsNoMore() {
        List<String> before = List.copyOf(session.received());
        long held = tape.held();
        write(3);
        session.passes(Duration.ofMinutes(1));
        assertThat(session.received()).isEqualTo(before);
        assertThat(tape.held()).isEqualTo(held + 3 * FRAME);
    }

    static final class BrokenFeed implements TrackFeed {
        @Override
        public int sampleRate() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public Reading resume(long from, Runnable onReadable) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public void settle(long position) {}
    }
}
