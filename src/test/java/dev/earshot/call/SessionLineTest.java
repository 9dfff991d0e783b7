package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.TrackFeed;
import dev.earshot.call.LineState.Failures;
import dev.earshot.call.LineState.Recovering;
import dev.earshot.call.SessionRotation.Schedule;
import dev.earshot.ingress.Tape;
import dev.earshot.realtime.RealtimeSessionActor.Ask;
import dev.earshot.realtime.RealtimeSessionActor.Close;
import dev.earshot.realtime.RealtimeSessionActor.Command;
import dev.earshot.realtime.RealtimeSessionActor.Hear;
import dev.earshot.realtime.SeedItem;
import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.transcript.CallEvent.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("A track's line of sessions")
class SessionLineTest {
    private static final SessionBackoff BACKOFF =
            new SessionBackoff(Duration.ofMillis(250), Duration.ofSeconds(5), 0, Duration.ofSeconds(30), 3);

    private static final SessionRotation ROTATION =
            new SessionRotation(Duration.ofMinutes(3), Duration.ofSeconds(30), Duration.ofSeconds(3));

    /** Life of an hour: due after 57 minutes, at the latest after 59.5. */
    private static final Schedule HOUR = new Schedule(3_420_000, 3_570_000);

    private static final SeedItem CALL_SO_FAR = SeedItem.said("agent", "Hello.", 1_000);

    private final TrackFeed feed = new Tape(16_000, Duration.ofSeconds(1));
    private final List<TestInbox<Command>> sessions = new ArrayList<>();
    private final Map<String, Integer> shown = new HashMap<>();
    private final SessionMeter meter = new SessionMeter() {
        @Override
        public void onLine(String from, String to) {
            shown.merge(from, -1, Integer::sum);
            shown.merge(to, 1, Integer::sum);
        }
    };
    private final SessionLine line = new SessionLine(
            this::start, BACKOFF, ROTATION, meter, SessionCause.CONNECT_FAILED, () -> List.of(CALL_SO_FAR));

    private SessionLine.Started start() {
        int number = sessions.size() + 1;
        TestInbox<Command> session = TestInbox.create("session-" + number);
        sessions.add(session);
        return new SessionLine.Started(number, session.getRef());
    }

    @BeforeEach
    void open() {
        line.onDue();
    }

    @Test
    @DisplayName("starts with a session that is opening")
    void starts() {
        assertThat(line.state()).isEqualTo(new LineState.Opening(1, Failures.NONE));
        assertThat(line.state().shown()).isEqualTo(SessionState.CONNECTING);
        assertThat(line.has(1)).isTrue();
        assertThat(sessions).hasSize(1);
    }

    @Test
    @DisplayName("has its first session hear the track, ready or not, and every later one from its start")
    void hears() {
        line.hear(feed);
        lost(0);
        line.onDue();
        lost(0);
        line.onDue();

        assertThat(sessions).hasSize(3);
        assertThat(sessions).allSatisfy(session -> assertThat(session.getAllReceived())
                .containsExactly(new Hear(feed, 0, List.of(CALL_SO_FAR))));
    }

    @Test
    @DisplayName("has nothing to hear yet in a session that follows one without a track")
    void noTrackYet() {
        lost(0);
        line.onDue();
        assertThat(sessions.get(1).hasMessages()).isFalse();
        line.hear(feed);

        assertThat(sessions.get(0).hasMessages()).isFalse();
        assertThat(sessions.get(1).getAllReceived()).containsExactly(new Hear(feed, 0, List.of(CALL_SO_FAR)));
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
        ended(cause, 0);
        assertThat(line.state().shown()).isEqualTo(SessionState.RECOVERING);
        assertThat(line.state().current()).isZero();
        line.onDue();
        ready(1000);
        assertThat(line.state().ready()).isTrue();
        ended(cause, 2000);

        assertThat(line.state().shown()).isEqualTo(SessionState.RECOVERING);
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
        ready(0);
        ended(cause, 1);

        assertThat(line.state()).isEqualTo(new LineState.Closed(cause));
        assertThat(line.closed()).isTrue();
        line.onDue();
        assertThat(sessions).as("nothing starts after the end").hasSize(1);
    }

    @Test
    @DisplayName("counts failures in a row until a session stayed up for long enough")
    void counts() {
        lost(0);
        assertThat(failures()).isEqualTo(1);
        line.onDue();
        lost(0);
        assertThat(failures()).isEqualTo(2);
        line.onDue();
        ready(0);
        lost(29_999);
        assertThat(failures()).as("it was not up for long").isEqualTo(3);
        line.onDue();
        ready(100_000);
        lost(130_000);

        assertThat(failures()).as("30 s are enough").isEqualTo(1);
    }

    @Test
    @DisplayName("begins to count anew after a session that brought an utterance to its end, however short it lived")
    void worked() {
        for (int session = 1; session <= 10; session++) {
            ready(session * 1_000);
            line.onEnded(new LineState.Ended(
                    line.newest(), SessionCause.CONNECTION_LOST, true, false, session * 1_000 + 500));
            assertThat(failures()).isEqualTo(1);
            line.onDue();
        }
    }

    @Test
    @DisplayName("gives up when the handshake is missed too often in a row")
    void neverReady() {
        for (int session = 1; session <= 2; session++) {
            ended(SessionCause.HANDSHAKE_TIMEOUT, 0);
            assertThat(line.closed()).isFalse();
            line.onDue();
        }
        ended(SessionCause.HANDSHAKE_TIMEOUT, 0);

        assertThat(line.state()).isEqualTo(new LineState.Closed(SessionCause.NEVER_READY));
    }

    @Test
    @DisplayName("does not give up when a handshake succeeded in between")
    void sometimesReady() {
        for (int session = 1; session <= 10; session++) {
            ended(SessionCause.HANDSHAKE_TIMEOUT, 0);
            line.onDue();
            ready(0);
            ended(SessionCause.CONNECTION_LOST, 1);
            line.onDue();
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
        line.onDue();

        assertThat(sessions).hasSize(1);
        assertThat(sessions.get(0).hasMessages()).isFalse();
    }

    @Test
    @DisplayName("does not take a late word for a new one")
    void late() {
        lost(0);
        ready(5);
        assertThat(line.state()).isInstanceOf(Recovering.class);
        ended(SessionCause.UNAUTHORIZED, 5);
        assertThat(line.state()).isInstanceOf(Recovering.class);
        line.onDue();
        line.onDue();

        assertThat(sessions).as("due once").hasSize(2);
    }

    @Test
    @DisplayName("asks the session that lives now")
    void asks() {
        lost(0);
        line.onDue();
        ready(0);
        Ask ask = new Ask("a1", "{}");
        line.ask(ask);

        assertThat(sessions.get(1).getAllReceived()).containsExactly(ask);
        assertThat(sessions.get(0).hasMessages()).isFalse();
    }

    @Test
    @DisplayName("is counted in the state that it shows, and no more once it is forgotten")
    void counted() {
        assertThat(shown).containsEntry("connecting", 1).containsEntry("recovering", 0);
        ready(0);
        lost(1);
        assertThat(shown)
                .containsEntry("connecting", 0)
                .containsEntry("ready", 0)
                .containsEntry("recovering", 1);
        line.close(SessionCause.CALL_ENDED);
        line.forget();
        line.forget();

        assertThat(shown).containsEntry("recovering", 0).containsEntry("closed", 0);
    }

    private void lost(long nowMs) {
        ended(SessionCause.CONNECTION_LOST, nowMs);
    }

    /** The newest session. */
    private void ended(SessionCause cause, long nowMs) {
        line.onEnded(new LineState.Ended(line.newest(), cause, false, false, nowMs));
    }

    private void ready(long nowMs) {
        line.onReady(line.newest(), Schedule.NEVER, nowMs);
    }

    private int failures() {
        assertThat(line.state()).isInstanceOf(Recovering.class);
        return ((Recovering) line.state()).failures().inARow();
    }
}
