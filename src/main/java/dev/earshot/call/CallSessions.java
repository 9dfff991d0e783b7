package dev.earshot.call;

import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SeedItem;
import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionContext;
import dev.earshot.realtime.SessionNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** The realtime sessions of a call, numbered from 1 in the order in which they start. Confined to the call's actor. */
final class CallSessions {
    private static final String CHILD_PREFIX = "session-";

    private final ActorContext<?> context;
    private final CallContext call;
    private final ActorRef<SessionNotice> notices;
    private final BiConsumer<SessionLine, Duration> schedule;
    private final SessionBackoff backoff;
    private final SessionStarts starts;
    private final List<SessionLine> lines = new ArrayList<>();
    private @Nullable SessionLine ahead;
    private int started;

    /** @param schedule makes a line due after a while */
    CallSessions(
            ActorContext<?> context,
            CallContext call,
            ActorRef<SessionNotice> notices,
            BiConsumer<SessionLine, Duration> schedule) {
        this.context = context;
        this.call = call;
        this.notices = notices;
        this.schedule = schedule;
        this.backoff = call.settings().backoff();
        this.starts = new SessionStarts(backoff.min());
    }

    /** Opens a session that the first track will find waiting. */
    SessionLine openAhead(Supplier<List<SeedItem>> callSoFar) {
        SessionLine line = open(callSoFar);
        ahead = line;
        return line;
    }

    SessionLine lineForTrack(Supplier<List<SeedItem>> callSoFar) {
        SessionLine line = ahead == null ? open(callSoFar) : ahead;
        ahead = null;
        return line;
    }

    /** Its first session starts at once, unless the service has asked this call to wait. */
    private SessionLine open(Supplier<List<SeedItem>> callSoFar) {
        SessionLine line = new SessionLine(
                this::start, backoff, call.settings().rotation(), call.sessionMeter(), starts.cause(), callSoFar);
        lines.add(line);
        onDue(line);
        return line;
    }

    private SessionLine.Started start() {
        int number = ++started;
        var session = new SessionContext(
                call.callId(),
                number,
                call.settings().session(),
                call.transport(),
                notices,
                call.sessionMeter(),
                call.probeEvidence(),
                call.clocks());
        ActorRef<RealtimeSessionActor.Command> actor = context.spawn(
                RealtimeSessionActor.create(session), CHILD_PREFIX + number, DispatcherSelector.sameAsParent());
        context.watch(actor);
        return new SessionLine.Started(number, actor);
    }

    /** The session that a child was, if it was one. */
    static Optional<Integer> numberOf(ActorRef<?> child) {
        String name = child.path().name();
        return name.startsWith(CHILD_PREFIX)
                ? Optional.of(Integer.valueOf(name.substring(CHILD_PREFIX.length())))
                : Optional.empty();
    }

    /** The line that lives on {@code session} now; empty for a session that has been succeeded. */
    Optional<SessionLine> lineOf(int session) {
        return lines.stream().filter(line -> line.has(session)).findFirst();
    }

    List<SessionLine> lines() {
        return List.copyOf(lines);
    }

    void onReady(SessionLine line, SessionNotice.Ready ready) {
        line.onReady(ready.session(), call.settings().rotation().schedule(ready.life(), now()), now());
    }

    /**
     * Ends the session's line, or makes its next session due; returns all sessions that are gone with it.
     *
     * @param worked whether it has brought some utterance to its end
     * @param owes whether it had heard speech to its end whose transcript is still to come
     */
    Set<Integer> onEnded(SessionLine line, SessionNotice.Ended ended, boolean worked, boolean owes) {
        boolean refused = line.opening(ended.session());
        boolean waited = line.waits();
        Set<Integer> gone = line.onEnded(new LineState.Ended(ended.session(), ended.cause(), worked, owes, now()));
        Duration delay = backoff.delay(Math.max(1, line.failures()), call.random());
        Duration asked = ended.retryAfter().compareTo(delay) > 0 ? ended.retryAfter() : delay;
        if (refused && ended.cause() != SessionCause.CALL_ENDED) {
            starts.onRefused(ended.cause(), asked, now());
        }
        if (line.waits() && !waited) {
            schedule.accept(line, asked);
        }
        return gone;
    }

    /** Starts a line's next session; false where it is not time yet, or the line has come to its end meanwhile. */
    boolean onDue(SessionLine line) {
        if (!line.waits()) {
            return false;
        }
        Duration wait = starts.delay(now());
        if (!wait.isZero()) {
            schedule.accept(line, wait);
            return false;
        }
        starts.onStarted(line.failures() > 0, now());
        line.onDue();
        return true;
    }

    /** Opens the session that is to follow one that is about to expire; false where there is no need, or it is not time. */
    boolean rotate(SessionLine line) {
        if (!line.rotationDue(now()) || !starts.delay(now()).isZero()) {
            return false;
        }
        line.rotate();
        return true;
    }

    /** Ends every line that has not come to its end by itself; returns those. */
    List<SessionLine> closeAll() {
        List<SessionLine> living = lines.stream().filter(line -> !line.closed()).toList();
        living.forEach(line -> line.close(SessionCause.CALL_ENDED));
        return living;
    }

    /** The call is gone, and its lines with it. */
    void forget() {
        lines.forEach(SessionLine::forget);
    }

    private long now() {
        return call.clockMs().getAsLong();
    }
}
