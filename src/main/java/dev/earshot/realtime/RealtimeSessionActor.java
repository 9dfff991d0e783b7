package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeTransport.Upgrade;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSink;
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

    private record Upgraded(@Nullable Upgrade upgrade, @Nullable Throwable failure) implements Command {}

    private record TextReceived(ActorRef<Taken> taken, String text) implements Command {}

    private record StreamStarted(ActorRef<Taken> taken) implements Command {}

    private record StreamEnded(@Nullable Throwable failure) implements Command {}

    private record Appending(long sent, long position) implements Command {}

    private enum Signal implements Command {
        HANDSHAKE_TIMEOUT,
        TRACK_APPENDED,
        LAST_WORDS_DUE
    }

    /** One text at a time: the service cannot fill the mailbox. */
    private enum Taken {
        TAKEN
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
        AppendStage.Limits forStage() {
            return new AppendStage.Limits(backlogFactor, chunk, maxEvents);
        }
    }

    /** Whose session this is: for logs. */
    public record Identity(String callId, int session) {}

    private static final Logger LOG = LoggerFactory.getLogger(RealtimeSessionActor.class);

    private final Identity identity;
    private final Settings settings;
    private final ActorRef<SessionNotice> owner;
    private final TimerScheduler<Command> timers;
    private final AppendStage.Control outgoing;
    private final Map<String, String> askByResponse = new HashMap<>();
    private final Set<String> toolCallsSeen = new HashSet<>();
    private SessionState state = new SessionState.Connecting();
    private @Nullable TrackFeed feed;
    private @Nullable SessionClock clock;
    private @Nullable String openItem;
    private boolean lastWordsDue;
    private boolean upgradeAnswered;
    private @Nullable StreamEnded endedUnanswered;

    public static Behavior<Command> create(
            Identity identity, Settings settings, RealtimeTransport transport, ActorRef<SessionNotice> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RealtimeSessionActor(context, timers, identity, settings, transport, owner)));
    }

    private RealtimeSessionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Identity identity,
            Settings settings,
            RealtimeTransport transport,
            ActorRef<SessionNotice> owner) {
        super(context);
        this.identity = identity;
        this.settings = settings;
        this.owner = owner;
        this.timers = timers;
        this.outgoing = connect(transport);
        timers.startSingleTimer(Signal.HANDSHAKE_TIMEOUT, settings.handshakeTimeout());
    }

    /**
     * <pre>
     *   service ──texts──▷ this actor (one at a time)
     *   service ◁─texts─── AppendStage ◁── events, gate
     * </pre>
     */
    private AppendStage.Control connect(RealtimeTransport transport) {
        AppendStage stage = new AppendStage(settings.append().forStage(), appendListener(), System::nanoTime);
        Pair<AppendStage.Control, Source<String, NotUsed>> outgoingSource =
                Source.fromGraph(stage).preMaterialize(getContext().getSystem());
        Flow<String, String, NotUsed> session = Flow.fromSinkAndSourceCoupled(incoming(), outgoingSource.second());
        getContext().pipeToSelf(transport.open(session), Upgraded::new);
        return outgoingSource.first();
    }

    private Sink<String, NotUsed> incoming() {
        ActorRef<Command> self = getContext().getSelf();
        return ActorSink.actorRefWithBackpressure(
                self, TextReceived::new, StreamStarted::new, Taken.TAKEN, new StreamEnded(null), StreamEnded::new);
    }

    private AppendStage.Listener appendListener() {
        ActorRef<Command> self = getContext().getSelf();
        return new AppendStage.Listener() {
            @Override
            public void onAppending(long sent, long position) {
                self.tell(new Appending(sent, position));
            }

            @Override
            public void onTrackAppended() {
                self.tell(Signal.TRACK_APPENDED);
            }
        };
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Hear.class, this::onHear)
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Close.class, close -> end(close.cause(), ""))
                .onMessage(Upgraded.class, this::onUpgraded)
                .onMessage(StreamStarted.class, this::onStreamStarted)
                .onMessage(TextReceived.class, this::onTextReceived)
                .onMessage(StreamEnded.class, this::onStreamEnded)
                .onMessage(Appending.class, this::onAppending)
                .onMessage(Signal.class, this::onSignal)
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
            outgoing.send(ask.responseCreate());
        } else {
            owner.tell(new SessionNotice.AnswerEnded(identity.session(), ask.ask(), false, "session not ready"));
        }
        return this;
    }

    private Behavior<Command> onUpgraded(Upgraded upgraded) {
        upgradeAnswered = true;
        if (upgraded.upgrade() instanceof Upgrade.Refused refused) {
            return end(SessionCause.ofUpgradeStatus(refused.status()), "HTTP status " + refused.status());
        }
        if (upgraded.failure() != null) {
            return end(SessionCause.CONNECT_FAILED, reason(upgraded.failure()));
        }
        return endedUnanswered == null ? this : onStreamEnded(endedUnanswered);
    }

    private Behavior<Command> onStreamStarted(StreamStarted started) {
        started.taken().tell(Taken.TAKEN);
        return this;
    }

    private Behavior<Command> onTextReceived(TextReceived received) {
        Behavior<Command> next = onServerEvent(ServerEventDecoder.decode(received.text()));
        received.taken().tell(Taken.TAKEN);
        return next;
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
            become(connecting.onSessionCreated(created.sessionId(), asked));
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
        String detail = failed.code() + ": " + failed.message();
        if (!(state instanceof SessionState.Ready)) {
            return end(SessionCause.ofHandshakeError(failed.code()), detail);
        }
        SessionCause cause = SessionCause.ofError(failed.code());
        if (cause != null) {
            return end(cause, detail);
        }
        log("error event").addKeyValue("code", failed.code()).log();
        return this;
    }

    private void report(ServerEvent event) {
        int session = identity.session();
        if (event instanceof ServerEvent.SpeechStarted started) {
            openItem = started.itemId();
            owner.tell(new SessionNotice.SpeechStarted(session, started.itemId(), position(started.audioStartMs())));
        } else if (event instanceof ServerEvent.SpeechStopped stopped) {
            openItem = null;
            owner.tell(new SessionNotice.SpeechStopped(session, stopped.itemId(), position(stopped.audioEndMs())));
        } else if (event instanceof ServerEvent.TranscriptDelta delta) {
            owner.tell(new SessionNotice.TranscriptDelta(session, delta.itemId(), delta.delta()));
        } else if (event instanceof ServerEvent.TranscriptCompleted completed) {
            owner.tell(new SessionNotice.TranscriptCompleted(session, completed.itemId(), completed.transcript()));
        } else if (event instanceof ServerEvent.TranscriptFailed failed) {
            owner.tell(new SessionNotice.TranscriptFailed(session, failed.itemId(), failed.code()));
        } else {
            reportAnswer(event);
        }
    }

    private void reportAnswer(ServerEvent event) {
        if (event instanceof ServerEvent.ResponseCreated created && created.ask() != null) {
            askByResponse.put(created.responseId(), created.ask());
        } else if (event instanceof ServerEvent.ToolCallDone call) {
            String ask = askByResponse.get(call.responseId());
            if (ask != null && toolCallsSeen.add(call.callId())) {
                owner.tell(new SessionNotice.ToolCalled(identity.session(), ask, call.name(), call.arguments()));
            }
        } else if (event instanceof ServerEvent.ResponseDone done) {
            String ask = askByResponse.remove(done.responseId());
            String answered = ask == null ? done.ask() : ask;
            if (answered != null) {
                boolean completed = done.status().equals("completed");
                owner.tell(new SessionNotice.AnswerEnded(identity.session(), answered, completed, done.status()));
            }
        }
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

    private Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case HANDSHAKE_TIMEOUT ->
                end(SessionCause.HANDSHAKE_TIMEOUT, state.wireName() + " for " + settings.handshakeTimeout());
            case TRACK_APPENDED -> {
                timers.startSingleTimer(Signal.LAST_WORDS_DUE, settings.lastWords());
                yield this;
            }
            case LAST_WORDS_DUE -> onLastWordsDue();
        };
    }

    private Behavior<Command> onLastWordsDue() {
        if (!lastWordsDue) {
            lastWordsDue = true;
            if (openItem != null) {
                outgoing.send(ClientEvents.commit());
            }
            owner.tell(new SessionNotice.TrackAppended(identity.session()));
        }
        return this;
    }

    private Behavior<Command> onStreamEnded(StreamEnded ended) {
        if (!upgradeAnswered) {
            // a refused upgrade ends the stream too; why it was refused is the better answer
            endedUnanswered = ended;
            return this;
        }
        Throwable failure = ended.failure();
        if (failure instanceof WebSocketTransport.MessageTooLarge) {
            return end(SessionCause.PROTOCOL_ERROR, reason(failure));
        }
        // A completed stream is a close 1000 or 1001 or a bare end of the connection: they cannot be told apart here.
        return failure == null
                ? end(SessionCause.CLOSED_BY_SERVER, "")
                : end(SessionCause.CONNECTION_LOST, reason(failure));
    }

    private Behavior<Command> end(SessionCause cause, @Nullable String detail) {
        if (state instanceof SessionState.Live live) {
            become(live.onEnded(cause, detail == null ? "" : detail));
            owner.tell(new SessionNotice.Ended(identity.session(), cause, detail == null ? "" : detail));
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
                .log();
        state = next;
    }

    private LoggingEventBuilder log(String message) {
        return LOG.atWarn()
                .setMessage(message)
                .addKeyValue("call", identity.callId())
                .addKeyValue("session", identity.session());
    }

    /** The class says what kind of failure it was; a message may name hosts and ports, never what was said. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return root.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
