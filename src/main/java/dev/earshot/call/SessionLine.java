package dev.earshot.call;

import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SeedItem;
import dev.earshot.realtime.SessionCause;
import dev.earshot.transcript.CallEvent.SessionState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One track's line of sessions: at any time one of them hears, or the next is awaited, or the line has come to its end.
 *
 * <pre>
 *                  ready                    ended, not fatal
 *   Opening ──────────────▷ Ready ─────────────────────────────▷ Recovering
 *      │ ◁───────────────────│─△────────────────────────────────────┘  │
 *      │         due         │ │                                       │
 *      │      about to       │ │ it owes nothing more, or has gone,    │
 *      │      expire         ▽ │ or had long enough                    │
 *      │                 Rotating ── pause, or the last moment ──▷ HandingOver
 *      │                     │    (the next one is ready by then)      │
 *      │ fatal, or too many handshakes in a row were missed, call ended│
 *      ▽                     ▽                                         ▽
 *    Closed(cause) ◁─────────┴─────────────────────────────────────────┘
 * </pre>
 *
 * In {@code Rotating} the session that serves hears on, while the next is opened, and again after a while if that fails; the
 * one that serves is followed at once where it ends before its time. In {@code HandingOver} neither hears: the gate of the
 * old one is closed, so that what it still owes has one owner, and the next begins where nothing is open any more. What a
 * session leaves open, however it ends, is heard again by the next.
 *
 * <p>Confined to the call's actor.
 */
final class SessionLine {

    /** Starts a session. */
    interface Starter {
        Started start();
    }

    /** @param number of the session in its call, from 1 */
    record Started(int number, ActorRef<RealtimeSessionActor.Command> session) {}

    private final Starter starter;
    private final SessionBackoff backoff;
    private final SessionRotation rotation;
    private final Supplier<List<SeedItem>> callSoFar;
    private final Map<Integer, ActorRef<RealtimeSessionActor.Command>> living = new HashMap<>();
    private LineState state;
    private int newest;
    private @Nullable TrackFeed feed;

    /**
     * A line that waits for its first session.
     *
     * @param waitsFor why it has none yet
     * @param callSoFar what a session is told before it hears
     */
    SessionLine(
            Starter starter,
            SessionBackoff backoff,
            SessionRotation rotation,
            SessionCause waitsFor,
            Supplier<List<SeedItem>> callSoFar) {
        this.starter = starter;
        this.backoff = backoff;
        this.rotation = rotation;
        this.callSoFar = callSoFar;
        this.state = new LineState.Recovering(LineState.Failures.NONE, waitsFor);
    }

    LineState state() {
        return state;
    }

    /** The track that this line hears, in this session and in all that follow. */
    void hear(TrackFeed track) {
        feed = track;
        tellToHear(serving(), 0);
    }

    /** Whether {@code number} is a session that this line lives on now, or will soon. */
    boolean has(int number) {
        return living.containsKey(number);
    }

    boolean closed() {
        return state instanceof LineState.Closed;
    }

    /** Whether there is a session that can be asked. */
    boolean ready() {
        return state instanceof LineState.Ready
                || state instanceof LineState.Rotating
                || state instanceof LineState.HandingOver;
    }

    /** Whether that session has never been ready. */
    boolean opening(int session) {
        LineState of = state instanceof LineState.Rotating rotating && rotating.next() instanceof LineState next
                ? next
                : state;
        return of instanceof LineState.Opening opening && opening.session() == session;
    }

    /** The number of the session that is asked, ready or not; 0 where there is none. */
    int current() {
        return state instanceof LineState.HandingOver handing ? handing.next().session() : serving();
    }

    /** The number of the session that hears, or will as soon as it is ready; 0 where there is none. */
    int serving() {
        if (state instanceof LineState.Opening opening) {
            return opening.session();
        } else if (state instanceof LineState.Ready ready) {
            return ready.session();
        } else if (state instanceof LineState.Rotating rotating) {
            return rotating.serving().session();
        }
        return state instanceof LineState.HandingOver handing
                ? handing.serving().session()
                : 0;
    }

    /** The number of the session that was started last; 0 before the first. */
    int newest() {
        return newest;
    }

    /** As the console shows it. */
    SessionState shown() {
        if (state instanceof LineState.Opening) {
            return SessionState.CONNECTING;
        } else if (state instanceof LineState.Ready) {
            return SessionState.READY;
        } else if (state instanceof LineState.Recovering) {
            return SessionState.RECOVERING;
        }
        return closed() ? SessionState.CLOSED : SessionState.ROTATING;
    }

    void onReady(int session, SessionRotation.Schedule schedule, long nowMs) {
        if (state instanceof LineState.Opening opening && opening.session() == session) {
            state = opening.onReady(schedule, nowMs);
        } else if (state instanceof LineState.Rotating rotating
                && rotating.next() instanceof LineState.Opening next
                && next.session() == session) {
            state = rotating.onNextReady(schedule, nowMs);
        }
    }

    /**
     * A session has ended.
     *
     * @return the sessions that are gone with it, its own number among them: what they have left open is heard again
     */
    Set<Integer> onEnded(int session, SessionCause cause, long nowMs) {
        Set<Integer> before = Set.copyOf(living.keySet());
        living.remove(session);
        if (state instanceof LineState.Opening opening) {
            state = opening.onEnded(cause, backoff);
        } else if (state instanceof LineState.Ready ready) {
            state = ready.onEnded(cause, backoff, nowMs);
        } else if (state instanceof LineState.Rotating rotating) {
            boolean served = rotating.serving().session() == session;
            state = served
                    ? rotating.onServingEnded(cause, backoff, nowMs)
                    : rotating.onNextEnded(cause, backoff, nowMs);
            if (served) {
                tellToHear(serving(), 0);
            }
        } else if (state instanceof LineState.HandingOver handing) {
            boolean served = handing.serving().session() == session;
            state = served ? handing.onServingEnded(cause) : handing.onNextEnded(cause, backoff, nowMs);
            tellToHear(serving(), 0);
        }
        closeAllBut(sessions(state), closed() ? cause : SessionCause.HEARD_AGAIN);
        return before.stream().filter(number -> !has(number)).collect(Collectors.toSet());
    }

    /** The sessions that a line lives on. */
    private static Set<Integer> sessions(LineState state) {
        Set<Integer> sessions = new HashSet<>();
        if (state instanceof LineState.Opening opening) {
            sessions.add(opening.session());
        } else if (state instanceof LineState.Ready ready) {
            sessions.add(ready.session());
        } else if (state instanceof LineState.HandingOver handing) {
            sessions.add(handing.serving().session());
            sessions.add(handing.next().session());
        } else if (state instanceof LineState.Rotating rotating) {
            sessions.add(rotating.serving().session());
            sessions.addAll(rotating.next() instanceof LineState next ? sessions(next) : Set.of());
        }
        return sessions;
    }

    /** Whether its next session may start. */
    boolean waits() {
        return state instanceof LineState.Recovering
                || (state instanceof LineState.Rotating rotating && rotating.next() instanceof LineState.Recovering);
    }

    /** How many sessions failed in a row before the one that is awaited. */
    int failures() {
        if (state instanceof LineState.Recovering recovering) {
            return recovering.failures().inARow();
        }
        return state instanceof LineState.Rotating rotating
                ? rotating.next().failures().inARow()
                : 0;
    }

    /** The wait is over: the next session starts, unless the line has come to its end meanwhile. */
    void onDue() {
        if (state instanceof LineState.Recovering recovering) {
            state = recovering.onDue(start());
            tellToHear(newest, 0);
        } else if (state instanceof LineState.Rotating rotating && waits()) {
            state = rotating.onDue(start());
        }
    }

    /** Whether the session that hears is about to expire, and nothing has been done about it. */
    boolean rotationDue(long nowMs) {
        return state instanceof LineState.Ready ready
                && nowMs >= ready.schedule().dueMs();
    }

    /** Opens the session that is to follow the one that hears. */
    void rotate() {
        if (state instanceof LineState.Ready ready) {
            state = ready.onRotationDue(start());
        }
    }

    /** The next session is ready and takes over if this is a pause, or the last moment; the old one closes its gate. */
    void takeOver(boolean pause, long nowMs) {
        if (state instanceof LineState.Rotating rotating
                && rotating.next() instanceof LineState.Ready next
                && (pause || nowMs >= rotating.serving().schedule().latestMs())) {
            state = rotating.onTakeOver(next, nowMs);
            tell(rotating.serving().session(), new RealtimeSessionActor.Retire());
        }
    }

    void onRetired(int session) {
        if (state instanceof LineState.HandingOver handing && handing.serving().session() == session) {
            state = handing.onRetired();
        }
    }

    /**
     * Whether the next session can begin to hear.
     *
     * @param owes whether something that the old one has heard is still to come
     */
    boolean handedOver(boolean owes, long nowMs) {
        return state instanceof LineState.HandingOver handing
                && ((handing.retired() && !owes)
                        || nowMs - handing.sinceMs() >= rotation.finish().toMillis());
    }

    /** The next session hears from {@code position} on, in samples, and the old one is over. */
    void handOver(long position) {
        if (state instanceof LineState.HandingOver handing) {
            state = handing.next();
            tellToHear(handing.next().session(), position);
            closeAllBut(Set.of(handing.next().session()), SessionCause.ROTATED);
        }
    }

    void ask(RealtimeSessionActor.Ask ask) {
        tell(current(), ask);
    }

    void close(SessionCause cause) {
        closeAllBut(Set.of(), cause);
        state = new LineState.Closed(cause);
    }

    private int start() {
        Started started = starter.start();
        newest = started.number();
        living.put(newest, started.session());
        return newest;
    }

    private void closeAllBut(Set<Integer> those, SessionCause cause) {
        living.forEach((number, session) -> {
            if (!those.contains(number)) {
                session.tell(new RealtimeSessionActor.Close(cause));
            }
        });
        living.keySet().retainAll(those);
    }

    private void tellToHear(int session, long from) {
        if (feed != null) {
            tell(session, new RealtimeSessionActor.Hear(feed, from, callSoFar.get()));
        }
    }

    private void tell(int session, RealtimeSessionActor.Command command) {
        ActorRef<RealtimeSessionActor.Command> actor = living.get(session);
        if (actor != null) {
            actor.tell(command);
        }
    }
}
