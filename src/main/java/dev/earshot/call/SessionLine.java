package dev.earshot.call;

import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SessionCause;
import dev.earshot.transcript.CallEvent.SessionState;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One track's line of sessions: at any time it has one, or waits for the next, or has come to its end.
 *
 * <pre>
 *                  ready                    ended, not fatal
 *   Opening ──────────────▷ Ready ─────────────────────────────▷ Recovering
 *      │ ◁──────────────────────────────────────────────────────────┘  │
 *      │                            due                                │
 *      │ ended, fatal, or too many handshakes in a row were missed     │ call ended
 *      ▽                                                               ▽
 *    Closed(cause) ◁───────────────────────────────────────────────────┘
 * </pre>
 *
 * Confined to the call's actor.
 */
final class SessionLine {

    sealed interface State {
        record Opening(int session, Failures failures) implements State {
            Ready onReady(long nowMs) {
                return new Ready(session, failures, nowMs);
            }

            State onEnded(SessionCause cause, SessionBackoff backoff) {
                return new Waiting(failures).onEnded(cause, backoff);
            }
        }

        record Ready(int session, Failures failures, long sinceMs) implements State {
            State onEnded(SessionCause cause, SessionBackoff backoff, long nowMs) {
                boolean stable = nowMs - sinceMs >= backoff.stableAfter().toMillis();
                return new Waiting(stable ? Failures.NONE : failures.connected()).onEnded(cause, backoff);
            }
        }

        record Recovering(Failures failures, SessionCause cause) implements State {
            Opening onDue(int session) {
                return new Opening(session, failures);
            }
        }

        record Closed(SessionCause cause) implements State {}
    }

    /**
     * @param inARow sessions that failed one after another, none of them stable
     * @param handshakes how many of the newest of them never became ready in time
     */
    record Failures(int inARow, int handshakes) {
        static final Failures NONE = new Failures(0, 0);

        Failures connected() {
            return new Failures(inARow, 0);
        }

        Failures and(SessionCause cause) {
            return new Failures(inARow + 1, cause == SessionCause.HANDSHAKE_TIMEOUT ? handshakes + 1 : handshakes);
        }
    }

    /** What both kinds of living session have in common at their end. */
    private record Waiting(Failures before) {
        State onEnded(SessionCause cause, SessionBackoff backoff) {
            Failures failures = before.and(cause);
            if (cause == SessionCause.CALL_ENDED || cause.fatal()) {
                return new State.Closed(cause);
            }
            return failures.handshakes() >= backoff.maxHandshakes()
                    ? new State.Closed(SessionCause.NEVER_READY)
                    : new State.Recovering(failures, cause);
        }
    }

    /** Starts the session with this number. */
    interface Starter {
        ActorRef<RealtimeSessionActor.Command> start(int session);
    }

    private final Starter starter;
    private State state;
    private ActorRef<RealtimeSessionActor.Command> session;
    private @Nullable TrackFeed feed;

    SessionLine(int firstSession, Starter starter) {
        this.starter = starter;
        this.state = new State.Opening(firstSession, Failures.NONE);
        this.session = starter.start(firstSession);
    }

    State state() {
        return state;
    }

    /** The track that this line hears, in this session and in all that follow. */
    void hear(TrackFeed track) {
        feed = track;
        session.tell(new RealtimeSessionActor.Hear(track));
    }

    /** Whether {@code number} is the session that this line lives on now. */
    boolean has(int number) {
        return current() == number;
    }

    boolean closed() {
        return state instanceof State.Closed;
    }

    boolean ready() {
        return state instanceof State.Ready;
    }

    /** The number of the living session, or 0 where there is none. */
    int current() {
        if (state instanceof State.Opening opening) {
            return opening.session();
        }
        return state instanceof State.Ready ready ? ready.session() : 0;
    }

    /** As the console shows it. */
    SessionState shown() {
        if (state instanceof State.Opening) {
            return SessionState.CONNECTING;
        } else if (state instanceof State.Ready) {
            return SessionState.READY;
        }
        return state instanceof State.Recovering ? SessionState.RECOVERING : SessionState.CLOSED;
    }

    void onReady(long nowMs) {
        if (state instanceof State.Opening opening) {
            state = opening.onReady(nowMs);
        }
    }

    State onEnded(SessionCause cause, SessionBackoff backoff, long nowMs) {
        if (state instanceof State.Opening opening) {
            state = opening.onEnded(cause, backoff);
        } else if (state instanceof State.Ready ready) {
            state = ready.onEnded(cause, backoff, nowMs);
        }
        return state;
    }

    /** The wait is over: the next session starts, unless the line has come to its end meanwhile. */
    void onDue(int next) {
        if (state instanceof State.Recovering recovering) {
            state = recovering.onDue(next);
            session = starter.start(next);
            if (feed != null) {
                session.tell(new RealtimeSessionActor.Hear(feed));
            }
        }
    }

    void ask(RealtimeSessionActor.Ask ask) {
        session.tell(ask);
    }

    void close(SessionCause cause) {
        if (current() != 0) {
            session.tell(new RealtimeSessionActor.Close(cause));
        }
        state = new State.Closed(cause);
    }
}
