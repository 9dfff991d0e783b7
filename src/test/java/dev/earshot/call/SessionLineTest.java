package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.TrackFeed;
import dev.earshot.call.SessionLine.Failures;
import dev.earshot.call.SessionLine.State;
import dev.earshot.ingress.Tape;
import dev.earshot.realtime.RealtimeSessionActor.Ask;
import dev.earshot.realtime.RealtimeSessionActor.Close;
import dev.earshot.realtime.RealtimeSessionActor.Command;
import dev.earshot.realtime.RealtimeSessionActor.Hear;
import dev.earshot.realtime.SessionCause;
import dev.earshot.transcript.CallEvent.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("A track's line of sessions")
class SessionLineTest {
    private static final SessionBackoff BACKOFF =
            new SessionBackoff(Duration.ofMillis(250), Duration.ofSeconds(5), 0, Duration.ofSeconds(30), 3);

    private final TrackFeed feed = new Tape(16_000, Duration.ofSeconds(1));
    private final List<TestInbox<Command>> sessions = new ArrayList<>();
    private final SessionLine line = new SessionLine(1, number -> {
        TestInbox<Command> session = TestInbox.create("session-" + number);
        sessions.add(session);
        return session.getRef();
    });

    @Test
    @DisplayName("starts with a session that is opening")
    void starts() {
        assertThat(line.state()).isEqualTo(new State.Opening(1, Failures.NONE));
        assertThat(line.shown()).isEqualTo(SessionState.CONNECTING);
        assertThat(line.has(1)).isTrue();
        assertThat(sessions).hasSize(1);
    }

    @Test
    @DisplayName("has its first session hear the track, ready or not, and every later one from its start")
    void hears() {
        line.hear(feed);
        lost(0);
        line.onDue(2);
        lost(0);
        line.onDue(3);

        assertThat(sessions).hasSize(3);
        assertThat(sessions)
                .allSatisfy(session -> assertThat(session.getAllReceived()).containsExactly(new Hear(feed)));
    }

    @Test
    @DisplayName("has nothing to hear yet in a session that follows one without a track")
    void noTrackYet() {
        lost(0);
        line.onDue(2);
        assertThat(sessions.get(1).hasMessages()).isFalse();
        line.hear(feed);

        assertThat(sessions.get(0).hasMessages()).isFalse();
        assertThat(sessions.get(1).getAllReceived()).containsExactly(new Hear(feed));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {
                "CONNECT_FAILED", "UPGRADE_REFUSED", "RATE_LIMITED", "HANDSHAKE_TIMEOUT", "CONNECTION_LOST",
                "CLOSED_BY_SERVER", "SESSION_EXPIRED", "SERVER_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR"
            })
    @DisplayName("goes on after what may pass, opening or ready")
    void recovers(SessionCause cause) {
        line.onEnded(cause, BACKOFF, 0);
        assertThat(line.shown()).isEqualTo(SessionState.RECOVERING);
        assertThat(line.current()).isZero();
        line.onDue(2);
        line.onReady(1000);
        assertThat(line.ready()).isTrue();
        line.onEnded(cause, BACKOFF, 2000);

        assertThat(line.shown()).isEqualTo(SessionState.RECOVERING);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {
                "CALL_ENDED",
                "UNAUTHORIZED",
                "NOT_FOUND",
                "QUOTA_EXHAUSTED",
                "CONFIGURATION_REJECTED",
                "CONFIGURATION_MISMATCH",
                "NEVER_READY"
            })
    @DisplayName("comes to its end with what would come back, or with the call")
    void closes(SessionCause cause) {
        line.onReady(0);
        line.onEnded(cause, BACKOFF, 1);

        assertThat(line.state()).isEqualTo(new State.Closed(cause));
        assertThat(line.closed()).isTrue();
        line.onDue(2);
        assertThat(sessions).as("nothing starts after the end").hasSize(1);
    }

    @Test
    @DisplayName("counts failures in a row until a session stayed up for long enough")
    void counts() {
        lost(0);
        assertThat(failures()).isEqualTo(1);
        line.onDue(2);
        lost(0);
        assertThat(failures()).isEqualTo(2);
        line.onDue(3);
        line.onReady(0);
        lost(29_999);
        assertThat(failures()).as("it was not up for long").isEqualTo(3);
        line.onDue(4);
        line.onReady(100_000);
        lost(130_000);

        assertThat(failures()).as("30 s are enough").isEqualTo(1);
    }

    @Test
    @DisplayName("gives up when the handshake is missed too often in a row")
    void neverReady() {
        for (int session = 1; session <= 2; session++) {
            line.onEnded(SessionCause.HANDSHAKE_TIMEOUT, BACKOFF, 0);
            assertThat(line.closed()).isFalse();
            line.onDue(session + 1);
        }
        line.onEnded(SessionCause.HANDSHAKE_TIMEOUT, BACKOFF, 0);

        assertThat(line.state()).isEqualTo(new State.Closed(SessionCause.NEVER_READY));
    }

    @Test
    @DisplayName("does not give up when a handshake succeeded in between")
    void sometimesReady() {
        for (int session = 1; session <= 10; session++) {
            line.onEnded(SessionCause.HANDSHAKE_TIMEOUT, BACKOFF, 0);
            line.onDue(2 * session);
            line.onReady(0);
            line.onEnded(SessionCause.CONNECTION_LOST, BACKOFF, 1);
            line.onDue(2 * session + 1);
        }

        assertThat(line.closed()).isFalse();
    }

    @Test
    @DisplayName("closes its living session with the call, and none that is gone")
    void close() {
        line.close(SessionCause.CALL_ENDED);
        assertThat(sessions.get(0).getAllReceived()).containsExactly(new Close(SessionCause.CALL_ENDED));
        assertThat(line.has(1)).isFalse();

        line.close(SessionCause.CALL_ENDED);
        assertThat(sessions.get(0).hasMessages()).isFalse();
    }

    @Test
    @DisplayName("that was closed while it waited starts nothing when the wait is over")
    void closedWhileWaiting() {
        lost(0);
        line.close(SessionCause.CALL_ENDED);
        line.onDue(2);

        assertThat(sessions).hasSize(1);
        assertThat(sessions.get(0).hasMessages()).isFalse();
    }

    @Test
    @DisplayName("does not take a late word for a new one")
    void late() {
        lost(0);
        line.onReady(5);
        assertThat(line.state()).isInstanceOf(State.Recovering.class);
        line.onEnded(SessionCause.UNAUTHORIZED, BACKOFF, 5);
        assertThat(line.state()).isInstanceOf(State.Recovering.class);
        line.onDue(2);
        line.onDue(3);

        assertThat(sessions).as("due once").hasSize(2);
    }

    @Test
    @DisplayName("asks the session that lives now")
    void asks() {
        lost(0);
        line.onDue(2);
        line.onReady(0);
        Ask ask = new Ask("a1", "{}");
        line.ask(ask);

        assertThat(sessions.get(1).getAllReceived()).containsExactly(ask);
        assertThat(sessions.get(0).hasMessages()).isFalse();
    }

    private void lost(long nowMs) {
        line.onEnded(SessionCause.CONNECTION_LOST, BACKOFF, nowMs);
    }

    private int failures() {
        assertThat(line.state()).isInstanceOf(State.Recovering.class);
        return ((State.Recovering) line.state()).failures().inARow();
    }
}
