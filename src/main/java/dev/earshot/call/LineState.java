package dev.earshot.call;

import dev.earshot.call.SessionRotation.Schedule;
import dev.earshot.realtime.SessionCause;
import dev.earshot.transcript.CallEvent.SessionState;
import java.util.HashSet;
import java.util.Set;

/** See {@link SessionLine}, which draws the diagram. A transition exists only on the state that has it. */
sealed interface LineState {

    /** The number of the session that hears, or will as soon as it is ready; 0 where there is none. */
    default int serving() {
        return 0;
    }

    /** The number of the session that is asked, ready or not; 0 where there is none. */
    default int current() {
        return serving();
    }

    /** The numbers of the sessions that a line lives on. */
    default Set<Integer> sessions() {
        return serving() == 0 ? Set.of() : Set.of(serving());
    }

    /** Whether there is a session that can be asked. */
    default boolean ready() {
        return false;
    }

    /** As the console and the metrics show it. */
    SessionState shown();

    /** One of its sessions has ended. */
    default LineState onEnded(Ended ended, SessionBackoff backoff) {
        return this;
    }

    /**
     * The end of a session.
     *
     * @param worked whether it has brought some utterance to its end
     * @param owes whether it had heard speech to its end whose transcript is still to come
     */
    record Ended(int session, SessionCause cause, boolean worked, boolean owes, long nowMs) {}

    /** The first session that is opened, or the next one after a failure. */
    record Opening(int session, Failures failures) implements LineState, Successor {
        @Override
        public int serving() {
            return session;
        }

        @Override
        public SessionState shown() {
            return SessionState.CONNECTING;
        }

        @Override
        public Ready onReady(Schedule schedule, long nowMs) {
            return new Ready(session, failures, nowMs, schedule);
        }

        @Override
        public LineState onEnded(Ended ended, SessionBackoff backoff) {
            return failures.and(ended.cause()).recover(ended.cause(), backoff);
        }
    }

    /** One session, and it hears. */
    record Ready(int session, Failures failures, long sinceMs, Schedule schedule) implements LineState, Successor {
        @Override
        public int serving() {
            return session;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public SessionState shown() {
            return SessionState.READY;
        }

        Rotating onRotationDue(int next) {
            return new Rotating(this, new Opening(next, Failures.NONE));
        }

        @Override
        public LineState onEnded(Ended ended, SessionBackoff backoff) {
            return failuresBefore(ended, backoff).and(ended.cause()).recover(ended.cause(), backoff);
        }

        /** A session that stood for long enough, or has done what it is for, starts the count anew. */
        @Override
        public Failures failuresBefore(Ended ended, SessionBackoff backoff) {
            boolean stable = ended.nowMs() - sinceMs >= backoff.stableAfter().toMillis();
            return stable || ended.worked() ? Failures.NONE : failures.connected();
        }
    }

    /** {@code hearing} will soon expire; the session that is to follow it is being made ready. */
    record Rotating(Ready hearing, Successor next) implements LineState {
        @Override
        public int serving() {
            return hearing.session();
        }

        @Override
        public Set<Integer> sessions() {
            Set<Integer> sessions = new HashSet<>(hearing.sessions());
            sessions.addAll(next instanceof LineState state ? state.sessions() : Set.of());
            return sessions;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public SessionState shown() {
            return SessionState.ROTATING;
        }

        Rotating onNextReady(Schedule schedule, long nowMs) {
            return new Rotating(hearing, next.onReady(schedule, nowMs));
        }

        @Override
        public LineState onEnded(Ended ended, SessionBackoff backoff) {
            return ended.session() == serving() ? onHearingEnded(ended, backoff) : onNextEnded(ended, backoff);
        }

        private Rotating onNextEnded(Ended ended, SessionBackoff backoff) {
            Failures before = next.failuresBefore(ended, backoff);
            LineState recovered = before.and(ended.cause()).recover(ended.cause(), backoff);
            return new Rotating(
                    hearing,
                    recovered instanceof Recovering recovering
                            ? recovering
                            : new GivenUp(((Closed) recovered).cause()));
        }

        /** Whatever has become of the next session goes on by itself. */
        private LineState onHearingEnded(Ended ended, SessionBackoff backoff) {
            LineState recovered = hearing.onEnded(ended, backoff);
            return recovered instanceof Closed || next instanceof GivenUp ? recovered : (LineState) next;
        }

        Rotating onDue(int session) {
            return next instanceof Recovering recovering ? new Rotating(hearing, recovering.onDue(session)) : this;
        }

        HandingOver onTakeOver(Ready readyNext, long nowMs) {
            return new HandingOver(hearing, readyNext, nowMs, false);
        }
    }

    /**
     * {@code leaving} was told to close its gate, and {@code next} is about to hear: for a moment neither does.
     *
     * @param retired the gate is closed, and all that was said before is known
     */
    record HandingOver(Ready leaving, Ready next, long sinceMs, boolean retired) implements LineState {
        @Override
        public int serving() {
            return leaving.session();
        }

        @Override
        public int current() {
            return next.session();
        }

        @Override
        public Set<Integer> sessions() {
            return Set.of(leaving.session(), next.session());
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public SessionState shown() {
            return SessionState.ROTATING;
        }

        HandingOver onRetired() {
            return new HandingOver(leaving, next, sinceMs, true);
        }

        /** The next one hears from now on. */
        Finishing onHeard() {
            return new Finishing(leaving, next, sinceMs);
        }

        /** Without the next one the track is heard by a third: the gate of the other is closed for good. */
        @Override
        public LineState onEnded(Ended ended, SessionBackoff backoff) {
            if (ended.session() == next.session()) {
                return next.onEnded(ended, backoff);
            }
            return ended.cause().fatal() ? new Closed(ended.cause()) : next;
        }
    }

    /** {@code hearing} hears, and {@code leaving} brings to its end what it has heard before. */
    record Finishing(Ready leaving, Ready hearing, long sinceMs) implements LineState {
        @Override
        public int serving() {
            return hearing.session();
        }

        @Override
        public Set<Integer> sessions() {
            return Set.of(leaving.session(), hearing.session());
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public SessionState shown() {
            return SessionState.READY;
        }

        Ready onFinished() {
            return hearing;
        }

        /** What {@code leaving} still owed lies before what {@code hearing} has heard: a third has to hear both again. */
        @Override
        public LineState onEnded(Ended ended, SessionBackoff backoff) {
            if (ended.session() == hearing.session()) {
                return hearing.onEnded(ended, backoff);
            }
            return ended.owes() && !ended.cause().fatal() ? leaving.onEnded(ended, backoff) : hearing;
        }
    }

    /** No session, and one due after a while. */
    record Recovering(Failures failures, SessionCause cause) implements LineState, Successor {
        @Override
        public SessionState shown() {
            return SessionState.RECOVERING;
        }

        Opening onDue(int session) {
            return new Opening(session, failures);
        }
    }

    record Closed(SessionCause cause) implements LineState {
        @Override
        public SessionState shown() {
            return SessionState.CLOSED;
        }
    }

    /** What has become of the session that is to follow one that still works. */
    sealed interface Successor {
        default Successor onReady(Schedule schedule, long nowMs) {
            return this;
        }

        default Failures failuresBefore(Ended ended, SessionBackoff backoff) {
            return failures();
        }

        default Failures failures() {
            return Failures.NONE;
        }
    }

    /** It would fail again, and somebody has to act first; the one that works is left to its end. */
    record GivenUp(SessionCause cause) implements Successor {}

    /**
     * What went wrong since a session was last stable.
     *
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

        private LineState recover(SessionCause cause, SessionBackoff backoff) {
            if (cause == SessionCause.CALL_ENDED || cause.fatal()) {
                return new Closed(cause);
            }
            return handshakes >= backoff.maxHandshakes()
                    ? new Closed(SessionCause.NEVER_READY)
                    : new Recovering(this, cause);
        }
    }
}
