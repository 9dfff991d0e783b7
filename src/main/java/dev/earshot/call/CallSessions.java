package dev.earshot.call;

import dev.earshot.realtime.RealtimeSessionActor;
import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** The realtime sessions of a call, numbered from 1 in the order in which they start. Confined to the call's actor. */
final class CallSessions {
    private static final String CHILD_PREFIX = "session-";

    private final ActorContext<?> context;
    private final CallContext call;
    private final ActorRef<SessionNotice> notices;
    private final BiConsumer<SessionLine, Duration> schedule;
    private final List<SessionLine> lines = new ArrayList<>();
    private final Map<SessionLine, Integer> newest = new HashMap<>();
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
    }

    /** Opens a session that the first track will find waiting. */
    SessionLine openAhead() {
        SessionLine line = open();
        ahead = line;
        return line;
    }

    SessionLine lineForTrack() {
        SessionLine line = ahead == null ? open() : ahead;
        ahead = null;
        return line;
    }

    private SessionLine open() {
        SessionLine line = new SessionLine(++started, this::start);
        lines.add(line);
        newest.put(line, started);
        return line;
    }

    private ActorRef<RealtimeSessionActor.Command> start(int session) {
        var identity = new RealtimeSessionActor.Identity(call.callId(), session);
        ActorRef<RealtimeSessionActor.Command> actor = context.spawn(
                RealtimeSessionActor.create(
                        identity, call.settings().session(), call.transport(), notices, call.meter()),
                CHILD_PREFIX + session);
        context.watch(actor);
        return actor;
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

    /** Ends the session's line or makes its next session due. */
    void onEnded(SessionLine line, SessionNotice.Ended ended) {
        SessionBackoff backoff = call.settings().backoff();
        SessionLine.State next =
                line.onEnded(ended.cause(), backoff, call.clockMs().getAsLong());
        if (next instanceof SessionLine.State.Recovering recovering) {
            schedule.accept(line, backoff.delay(recovering.failures().inARow(), call.random()));
        }
    }

    /** Starts a line's next session; false where the line has come to its end meanwhile. */
    boolean onDue(SessionLine line) {
        if (!(line.state() instanceof SessionLine.State.Recovering)) {
            return false;
        }
        newest.put(line, ++started);
        line.onDue(started);
        return true;
    }

    /** The number of the newest session of a line, whether it still lives or not. */
    int newestOf(SessionLine line) {
        return newest.getOrDefault(line, 0);
    }

    /** Ends every line that has not come to its end by itself; returns those. */
    List<SessionLine> closeAll() {
        List<SessionLine> living = lines.stream().filter(line -> !line.closed()).toList();
        living.forEach(line -> line.close(SessionCause.CALL_ENDED));
        return living;
    }
}
