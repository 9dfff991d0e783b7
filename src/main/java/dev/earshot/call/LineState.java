package dev.earshot.call;

import dev.earshot.call.SessionRotation.Schedule;
import dev.earshot.realtime.SessionCause;

/** See {@link SessionLine}, which draws the diagram. A transition exists only on the state that has it. */
sealed interface LineState {

    /** The first session that is opened, or the next one after a failure. */
    record Opening(int session, Failures failures) implements LineState, Successor {
        @Override
        public Ready onReady(Schedule schedule, long nowMs) {
            return new Ready(session, failures, nowMs, schedule);
        }

        LineState onEnded(SessionCause cause, SessionBackoff backoff) {
            return failures.and(cause).recover(cause, backoff);
        }
    }

    /** One session, and it hears. */
    record Ready(int session, Failures failures, long sinceMs, Schedule schedule) implements LineState, Successor {
        Rotating onRotationDue(int next) {
            return new Rotating(this, new Opening(next, Failures.NONE));
        }

        LineState onEnded(SessionCause cause, SessionBackoff backoff, long nowMs) {
            return failuresAfter(backoff, nowMs).and(cause).recover(cause, backoff);
        }

        /** A session that worked for long enough starts the count anew. */
        @Override
        public Failures failuresAfter(SessionBackoff backoff, long nowMs) {
            boolean stable = nowMs - sinceMs >= backoff.stableAfter().toMillis();
            return stable ? Failures.NONE : failures.connected();
        }
    }

    /** {@code serving} hears and will soon expire; the session that is to follow it is being made ready. */
    record Rotating(Ready serving, Successor next) implements LineState {
        Rotating onNextReady(Schedule schedule, long nowMs) {
            return new Rotating(serving, next.onReady(schedule, nowMs));
        }

        Rotating onNextEnded(SessionCause cause, SessionBackoff backoff, long nowMs) {
            Failures before = next.failuresAfter(backoff, nowMs);
            LineState recovered = before.and(cause).recover(cause, backoff);
            return new Rotating(
                    serving,
                    recovered instanceof Recovering recovering
                            ? recovering
                            : new GivenUp(((Closed) recovered).cause()));
        }

        Rotating onDue(int session) {
            return next instanceof Recovering recovering ? new Rotating(serving, recovering.onDue(session)) : this;
        }

        /** Whatever has become of the next session goes on by itself. */
        LineState onServingEnded(SessionCause cause, SessionBackoff backoff, long nowMs) {
            LineState recovered = serving.onEnded(cause, backoff, nowMs);
            return recovered instanceof Closed || next instanceof GivenUp ? recovered : (LineState) next;
        }

        HandingOver onTakeOver(Ready readyNext, long nowMs) {
            return new HandingOver(serving, readyNext, nowMs, false);
        }
    }

    /**
     * {@code serving} was told to close its gate, and brings to an end what it has heard; {@code next} is about to hear.
     *
     * @param retired the gate is closed
     */
    record HandingOver(Ready serving, Ready next, long sinceMs, boolean retired) implements LineState {
        HandingOver onRetired() {
            return new HandingOver(serving, next, sinceMs, true);
        }

        LineState onServingEnded(SessionCause cause) {
            return cause.fatal() ? new Closed(cause) : next;
        }

        /** The gate of the other is closed for good: the track is heard by a third. */
        LineState onNextEnded(SessionCause cause, SessionBackoff backoff, long nowMs) {
            return next.onEnded(cause, backoff, nowMs);
        }
    }

    /** No session, and one due after a while. */
    record Recovering(Failures failures, SessionCause cause) implements LineState, Successor {
        Opening onDue(int session) {
            return new Opening(session, failures);
        }
    }

    record Closed(SessionCause cause) implements LineState {}

    /** What has become of the session that is to follow one that still works. */
    sealed interface Successor {
        default Successor onReady(Schedule schedule, long nowMs) {
            return this;
        }

        default Failures failuresAfter(SessionBackoff backoff, long nowMs) {
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
