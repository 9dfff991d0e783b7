package dev.earshot.call;

import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SeedItem;
import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter;
import java.util.HashMap;
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
 *      │ ◁───────────────────│─△────────────────────────────────────┘ │ △
 *      │         due         │ │                                      │ │ ended while it still owed words,
 *      │      about to       │ │ it owes nothing more                 │ │ or the one that hears ended
 *      │      expire         ▽ └────────────────────────────────┐     │ │
 *      │                 Rotating ── pause, or ──▷ HandingOver ──▷ Finishing
 *      │                     │    the last moment       │ gate closed │
 *      │ fatal, or too many handshakes in a row were missed, call ended
 *      ▽                     ▽                          ▽             ▽
 *    Closed(cause) ◁─────────┴──────────────────────────┴─────────────┘
 * </pre>
 *
 * In {@code Rotating} the session that serves hears on, while the next is opened, and again after a while if that fails; the
 * one that serves is followed at once where it ends before its time. In {@code HandingOver} neither hears, until it is known
 * what the old one has heard to its end: the next one hears from there, and in {@code Finishing} the old one tells the words
 * of that. What a session leaves open, however it ends, is heard again by the next.
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

    private static final int NOBODY = 0;

    private final Starter starter;
    private final SessionBackoff backoff;
    private final SessionRotation rotation;
    private final SessionMeter meter;
    private final Supplier<List<SeedItem>> callSoFar;
    private final Map<Integer, ActorRef<RealtimeSessionActor.Command>> living = new HashMap<>();
    private LineState state;
    private int newest;
    private boolean forgotten;
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
            SessionMeter meter,
            SessionCause waitsFor,
            Supplier<List<SeedItem>> callSoFar) {
        this.starter = starter;
        this.backoff = backoff;
        this.rotation = rotation;
        this.meter = meter;
        this.callSoFar = callSoFar;
        this.state = new LineState.Recovering(LineState.Failures.NONE, waitsFor);
        meter.onLine("", state.shown().wireName());
    }

    LineState state() {
        return state;
    }

    private void become(LineState next) {
        if (next.shown() != state.shown()) {
            meter.onLine(state.shown().wireName(), next.shown().wireName());
        }
        state = next;
    }

    /** Nothing more comes of this line: it is not counted any longer. */
    void forget() {
        if (!forgotten) {
            meter.onLine(state.shown().wireName(), "");
            forgotten = true;
        }
    }

    /** The track that this line hears, in this session and in all that follow. */
    void hear(TrackFeed track) {
        feed = track;
        tellToHear(state.serving(), 0);
    }

    /** Whether {@code number} is a session that this line lives on now, or will soon. */
    boolean has(int number) {
        return living.containsKey(number);
    }

    boolean closed() {
        return state instanceof LineState.Closed;
    }

    /** Whether that session has never been ready. */
    boolean opening(int session) {
        LineState of = state instanceof LineState.Rotating rotating && rotating.next() instanceof LineState next
                ? next
                : state;
        return of instanceof LineState.Opening opening && opening.session() == session;
    }

    /** The number of the session that was started last; 0 before the first. */
    int newest() {
        return newest;
    }

    void onReady(int session, SessionRotation.Schedule schedule, long nowMs) {
        if (state instanceof LineState.Opening opening && opening.session() == session) {
            become(opening.onReady(schedule, nowMs));
        } else if (state instanceof LineState.Rotating rotating
                && rotating.next() instanceof LineState.Opening next
                && next.session() == session) {
            become(rotating.onNextReady(schedule, nowMs));
        }
    }

    /**
     * A session has ended.
     *
     * @return the sessions that are gone with it, its own number among them: what they have left open is heard again
     */
    Set<Integer> onEnded(LineState.Ended ended) {
        Set<Integer> before = Set.copyOf(living.keySet());
        living.remove(ended.session());
        int served = state.serving();
        become(state.onEnded(ended, backoff));
        if (state.serving() != served) {
            tellToHear(state.serving(), 0);
        }
        closeAllBut(state.sessions(), closed() ? ended.cause() : SessionCause.HEARD_AGAIN);
        return before.stream().filter(number -> !has(number)).collect(Collectors.toSet());
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
            become(recovering.onDue(start()));
            tellToHear(newest, 0);
        } else if (state instanceof LineState.Rotating rotating && waits()) {
            become(rotating.onDue(start()));
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
            become(ready.onRotationDue(start()));
        }
    }

    /** The next session is ready and takes over if this is a pause, or the last moment; the old one closes its gate. */
    void takeOver(boolean pause, long nowMs) {
        if (state instanceof LineState.Rotating rotating
                && rotating.next() instanceof LineState.Ready next
                && (pause || nowMs >= rotating.hearing().schedule().latestMs())) {
            become(rotating.onTakeOver(next, nowMs));
            tell(rotating.serving(), new RealtimeSessionActor.Retire());
        }
    }

    void onRetired(int session) {
        if (state instanceof LineState.HandingOver handing && handing.serving() == session) {
            become(handing.onRetired());
        }
    }

    /** Whether it is known from where on the next session has to hear. */
    boolean handsOver() {
        return state instanceof LineState.HandingOver handing && handing.retired();
    }

    /** The next session hears from {@code position} on, in samples; the old one brings to its end what lies before. */
    void handOver(long position) {
        if (state instanceof LineState.HandingOver handing) {
            become(handing.onHeard());
            tellToHear(handing.next().session(), position);
        }
    }

    /**
     * Whether the old session is not needed any more.
     *
     * @param words whether it owes words of what it has heard; they are waited for as long as any session's
     * @param answers whether it owes the coach an answer; that is waited for a while
     */
    boolean finished(boolean words, boolean answers, long nowMs) {
        return state instanceof LineState.Finishing finishing
                && !words
                && (!answers || nowMs - finishing.sinceMs() >= rotation.finish().toMillis());
    }

    /** The session whose words and answers are still to come, while another hears; 0 where there is none. */
    int leaving() {
        return state instanceof LineState.Finishing finishing
                ? finishing.leaving().session()
                : NOBODY;
    }

    /** The old session is over. */
    void finish() {
        if (state instanceof LineState.Finishing finishing) {
            become(finishing.onFinished());
            closeAllBut(state.sessions(), SessionCause.ROTATED);
        }
    }

    /** The sessions that have heard the track owe something, and say nothing. */
    void wordDue() {
        tell(state.serving(), new RealtimeSessionActor.WordDue());
        tell(leaving(), new RealtimeSessionActor.WordDue());
    }

    void ask(RealtimeSessionActor.Ask ask) {
        tell(state.current(), ask);
    }

    void close(SessionCause cause) {
        closeAllBut(Set.of(), cause);
        become(new LineState.Closed(cause));
    }

    /** Which of the call's lines it is, by the session that was started last. */
    @Override
    public String toString() {
        return "line of session " + newest;
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
