package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.SocketEnd;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One session with a realtime model, for one track, from the connection to its end. It never comes back: whoever started
 * it starts the next one, which hears the track again from the settled position.
 *
 * <pre>
 *                session.created             session.updated
 *                → session.update             = what was asked
 *   Connecting ───────────────▷ Configuring ─────────────────▷ Ready ══ gate open: appends flow
 *       │                            │                           │
 *       │ refused, silent,           │ error, another echo,      │ lost, expired,
 *       │ lost                       │ no echo in time, lost     │ fatal error
 *       ▽                            ▽                           ▽
 *     Closed(cause) ◁────────────────┴───────────────────────────┘  and the actor stops
 * </pre>
 *
 * The gate opens in {@code Ready} and nowhere else, as soon as there is a track to hear. Nothing that opens it depends on
 * audio. A session may be started before its track is known, so that the first word need not wait for a handshake.
 */
public final class RealtimeSessionActor extends AbstractBehavior<RealtimeSessionActor.Command> {

    public sealed interface Command {}

    /** The track that this session is to hear. The first one counts: a session hears one track. */
    public record Hear(TrackFeed feed) implements Command {}

    /**
     * Asks the model, out of band.
     *
     * @param ask our id of the question; the answer's notices carry it
     * @param responseCreate the complete event
     */
    public record Ask(String ask, String responseCreate) implements Command {}

    /** Ends the session in an orderly way. */
    public record Close(SessionCause cause) implements Command {}

    private record TextReceived(String text) implements Command {}

    private record ConnectionEnded(ConnectionEnd end) implements Command {}

    private record Appending(long sent, long position) implements Command {}

    private record TrackSent(long position) implements Command {}

    /** @param position where the track ended */
    private record LastWordsDue(long position) implements Command {}

    private enum Signal implements Command {
        OPENED,
        HANDSHAKE_TIMEOUT
    }

    /**
     * How a session is held.
     *
     * @param handshakeTimeout from the first attempt to connect until {@code session.updated}
     * @param lastWords how long after the end of a track voice activity may still be reported for it; a turn that is open
     *     then is committed, because no silence will follow that could end it
     */
    public record Settings(
            SessionConfiguration configuration, AppendLimits append, Duration handshakeTimeout, Duration lastWords) {}

    /**
     * How audio is appended.
     *
     * @param backlogFactor multiples of real time at which a backlog is appended
     * @param chunk the most audio that one append carries
     * @param maxEvents events that may wait to be sent
     */
    public record AppendLimits(double backlogFactor, Duration chunk, int maxEvents) {
        Appender.Limits forAppender() {
            return new Appender.Limits(backlogFactor, chunk, maxEvents);
        }
    }

    /** Whose session this is: for logs. */
    public record Identity(String callId, int session) {}

    private static final Logger LOG = LoggerFactory.getLogger(RealtimeSessionActor.class);

    private final Identity identity;
    private final Settings settings;
    private final ActorRef<SessionNotice> owner;
    private final TimerScheduler<Command> timers;
    private final RealtimeConnection connection;
    private final Appender outgoing;
    private final SessionAnswers answers;
    private SessionState state = new SessionState.Connecting();
    private @Nullable TrackFeed feed;
    private @Nullable SessionClock clock;
    private @Nullable String openItem;
    private boolean opened;

    public static Behavior<Command> create(
            Identity identity, Settings settings, RealtimeTransport transport, ActorRef<SessionNotice> owner) {
        return create(identity, settings, transport, owner, System::nanoTime);
    }

    /** @param nanoTime the clock that paces a backlog */
    static Behavior<Command> create(
            Identity identity,
            Settings settings,
            RealtimeTransport transport,
            ActorRef<SessionNotice> owner,
            LongSupplier nanoTime) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RealtimeSessionActor(context, timers, identity, settings, transport, owner, nanoTime)));
    }

    private RealtimeSessionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Identity identity,
            Settings settings,
            RealtimeTransport transport,
            ActorRef<SessionNotice> owner,
            LongSupplier nanoTime) {
        super(context);
        this.identity = identity;
        this.settings = settings;
        this.owner = owner;
        this.timers = timers;
        this.answers = new SessionAnswers(identity.session(), owner);
        Wiring wiring = new Wiring(context.getSelf());
        this.connection = transport.connect(identity.callId(), wiring);
        this.outgoing = new Appender(settings.append().forAppender(), connection, wiring, nanoTime);
        connection.execute(() -> wiring.appender = outgoing);
        timers.startSingleTimer(Signal.HANDSHAKE_TIMEOUT, settings.handshakeTimeout());
    }

    /**
     * What happens on the connection's thread, told to the actor. The connection bounds the texts that wait in the mailbox.
     *
     * <pre>
     *   service ──texts──▷ this actor
     *   service ◁─texts─── Appender ◁── events, gate
     * </pre>
     */
    private static final class Wiring implements RealtimeTransport.Listener, Appender.Listener {
        private final ActorRef<Command> self;
        private @Nullable Appender appender;

        Wiring(ActorRef<Command> self) {
            this.self = self;
        }

        @Override
        public void onOpened() {
            self.tell(Signal.OPENED);
        }

        @Override
        public void onText(String text) {
            self.tell(new TextReceived(text));
        }

        @Override
        public void onWritable() {
            if (appender != null) {
                appender.onWritable();
            }
        }

        @Override
        public void onEnded(ConnectionEnd end) {
            self.tell(new ConnectionEnded(end));
        }

        @Override
        public void onAppending(long sent, long position) {
            self.tell(new Appending(sent, position));
        }

        @Override
        public void onTrackAppended(long position) {
            self.tell(new TrackSent(position));
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Hear.class, this::onHear)
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Close.class, close -> end(close.cause(), ""))
                .onMessage(TextReceived.class, this::onTextReceived)
                .onMessage(ConnectionEnded.class, ended -> end(ended.end()))
                .onMessage(Appending.class, this::onAppending)
                .onMessage(TrackSent.class, this::onTrackSent)
                .onMessage(LastWordsDue.class, this::onLastWordsDue)
                .onMessageEquals(Signal.OPENED, this::onOpened)
                .onMessageEquals(Signal.HANDSHAKE_TIMEOUT, this::onHandshakeTimeout)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onHear(Hear hear) {
        if (feed == null) {
            feed = hear.feed();
            clock = new SessionClock(feed.sampleRate());
            openGateWhenReady();
        }
        return this;
    }

    private Behavior<Command> onAsk(Ask ask) {
        if (state instanceof SessionState.Ready) {
            answers.onAsked(ask.ask());
            outgoing.send(ClientEvents.withId(ask.ask(), ask.responseCreate()));
        } else {
            owner.tell(new SessionNotice.AnswerEnded(identity.session(), ask.ask(), false, "session not ready"));
        }
        return this;
    }

    private Behavior<Command> onOpened() {
        opened = true;
        return this;
    }

    private Behavior<Command> onTextReceived(TextReceived received) {
        connection.taken();
        return onServerEvent(ServerEventDecoder.decode(received.text()));
    }

    private Behavior<Command> onServerEvent(ServerEvent event) {
        if (event instanceof ServerEvent.SessionCreated created) {
            return onSessionCreated(created);
        }
        if (event instanceof ServerEvent.SessionUpdated updated) {
            return onSessionUpdated(updated);
        }
        if (event instanceof ServerEvent.Failed failed) {
            return onFailed(failed);
        }
        if (event instanceof ServerEvent.Malformed malformed) {
            log("event unreadable").addKeyValue("reason", malformed.reason()).log();
            return this;
        }
        if (state instanceof SessionState.Ready) {
            report(event);
        }
        return this;
    }

    private Behavior<Command> onSessionCreated(ServerEvent.SessionCreated created) {
        if (state instanceof SessionState.Connecting connecting) {
            ObjectNode asked = settings.configuration().toJson();
            outgoing.send(ClientEvents.sessionUpdate(asked));
            become(connecting.onSessionCreated(created, asked));
            owner.tell(new SessionNotice.Configuring(identity.session()));
        }
        return this;
    }

    /** Before we have asked it is not the answer; once ready, a second one changes nothing. */
    private Behavior<Command> onSessionUpdated(ServerEvent.SessionUpdated updated) {
        if (!(state instanceof SessionState.Configuring configuring)) {
            return this;
        }
        SessionState next = configuring.onSessionUpdated(updated.session());
        if (next instanceof SessionState.Closed closed) {
            return end(closed.cause(), closed.detail());
        }
        if (next instanceof SessionState.Configuring waiting) {
            state = waiting;
            return this;
        }
        become(next);
        timers.cancel(Signal.HANDSHAKE_TIMEOUT);
        owner.tell(new SessionNotice.Ready(identity.session()));
        openGateWhenReady();
        return this;
    }

    private void openGateWhenReady() {
        if (state instanceof SessionState.Ready && feed != null) {
            outgoing.openGate(feed);
        }
    }

    private Behavior<Command> onFailed(ServerEvent.Failed failed) {
        if (!(state instanceof SessionState.Ready)) {
            SessionCause cause = state instanceof SessionState.Connecting
                    ? SessionCause.ofEarlyError(failed.code())
                    : SessionCause.ofHandshakeError(failed.code(), failed.type());
            return end(cause, CloseDetail.ofHandshakeError(cause, failed));
        }
        String detail = CloseDetail.ofError(failed);
        boolean answerOnly = answers.onFailed(failed.clientEvent(), detail);
        SessionCause cause = SessionCause.ofError(failed.code());
        if (cause != null && !(answerOnly && cause == SessionCause.RATE_LIMITED)) {
            return end(cause, detail);
        }
        log("error event").addKeyValue("code", detail).log();
        return this;
    }

    private void report(ServerEvent event) {
        int session = identity.session();
        if (event instanceof ServerEvent.SpeechStarted started) {
            openItem = started.itemId();
            owner.tell(new SessionNotice.SpeechStarted(
                    session, started.itemId(), position(started.audioStartMs()), speechStart(started.audioStartMs())));
        } else if (event instanceof ServerEvent.SpeechStopped stopped) {
            openItem = null;
            long silence = settings.configuration().silenceDurationMs();
            owner.tell(new SessionNotice.SpeechStopped(
                    session,
                    stopped.itemId(),
                    position(stopped.audioEndMs()),
                    position(Math.max(0, stopped.audioEndMs() - silence))));
        } else if (event instanceof ServerEvent.TurnCommitted committed) {
            owner.tell(new SessionNotice.TurnCommitted(session, committed.itemId(), committed.previousItemId()));
        } else if (event instanceof ServerEvent.ItemDeleted deleted) {
            owner.tell(new SessionNotice.TurnDeleted(session, deleted.itemId()));
        } else if (event instanceof ServerEvent.TranscriptDelta delta) {
            owner.tell(new SessionNotice.TranscriptDelta(session, delta.itemId(), delta.contentIndex(), delta.delta()));
        } else if (event instanceof ServerEvent.TranscriptCompleted completed) {
            owner.tell(new SessionNotice.TranscriptCompleted(
                    session, completed.itemId(), completed.contentIndex(), completed.transcript()));
        } else if (event instanceof ServerEvent.TranscriptFailed failed) {
            owner.tell(
                    new SessionNotice.TranscriptFailed(session, failed.itemId(), failed.contentIndex(), failed.code()));
        } else {
            answers.onEvent(event);
        }
    }

    /** The service counts the prefix in; where it says 0 there was less than a whole one. */
    private long speechStart(long audioStartMs) {
        return position(
                audioStartMs == 0 ? 0 : audioStartMs + settings.configuration().prefixPaddingMs());
    }

    private long position(long sessionMs) {
        return clock == null ? 0 : clock.position(sessionMs);
    }

    private Behavior<Command> onAppending(Appending appending) {
        if (clock != null) {
            clock.startPiece(appending.sent(), appending.position());
            if (appending.sent() == 0) {
                owner.tell(new SessionNotice.Hearing(identity.session(), appending.position()));
            }
        }
        return this;
    }

    private Behavior<Command> onHandshakeTimeout() {
        if (!opened) {
            return end(SessionCause.CONNECT_FAILED, "no answer for " + settings.handshakeTimeout());
        }
        if (state instanceof SessionState.Configuring configuring
                && !configuring.differences().isEmpty()) {
            return end(SessionCause.CONFIGURATION_MISMATCH, configuring.differences());
        }
        return end(SessionCause.HANDSHAKE_TIMEOUT, state.wireName() + " for " + settings.handshakeTimeout());
    }

    private Behavior<Command> onTrackSent(TrackSent track) {
        timers.startSingleTimer(new LastWordsDue(track.position()), settings.lastWords());
        return this;
    }

    /** No silence will follow that could end an open turn: we end it, and say so, since the service will not. */
    private Behavior<Command> onLastWordsDue(LastWordsDue due) {
        if (openItem != null) {
            outgoing.send(ClientEvents.commit());
            owner.tell(new SessionNotice.SpeechStopped(identity.session(), openItem, due.position(), due.position()));
            openItem = null;
        }
        owner.tell(new SessionNotice.TrackAppended(identity.session()));
        return this;
    }

    private Behavior<Command> end(ConnectionEnd end) {
        SessionCause cause = SessionCause.ofEnd(end);
        if (cause == SessionCause.INTERNAL_ERROR && end instanceof ConnectionEnd.Ended ended) {
            logFault(ended.how());
        }
        return end(cause, CloseDetail.of(end));
    }

    /** The session is followed by another, but the mistake is ours: someone has to see where. */
    private void logFault(SocketEnd how) {
        LOG.atError()
                .setMessage("session broke on our side")
                .addKeyValue("call", identity.callId())
                .addKeyValue("session", identity.session())
                .setCause(how instanceof SocketEnd.Failed failed ? failed.cause() : null)
                .log();
    }

    private Behavior<Command> end(SessionCause cause, String detail) {
        if (state instanceof SessionState.Live live) {
            String bounded = CloseDetail.bounded(detail);
            become(live.onEnded(cause, bounded));
            owner.tell(new SessionNotice.Ended(identity.session(), cause, bounded));
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> onPostStop() {
        outgoing.complete();
        return this;
    }

    private void become(SessionState next) {
        LOG.atInfo()
                .setMessage("session state")
                .addKeyValue("call", identity.callId())
                .addKeyValue("session", identity.session())
                .addKeyValue("from", state.wireName())
                .addKeyValue("to", next.wireName())
                .addKeyValue(
                        "cause",
                        next instanceof SessionState.Closed closed
                                ? closed.cause().wireName()
                                : "-")
                .addKeyValue("detail", next instanceof SessionState.Closed closed ? closed.detail() : "-")
                .log();
        state = next;
    }

    private LoggingEventBuilder log(String message) {
        return LOG.atWarn()
                .setMessage(message)
                .addKeyValue("call", identity.callId())
                .addKeyValue("session", identity.session());
    }
}
