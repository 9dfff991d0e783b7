package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.SocketEnd;
import java.time.Duration;
import java.util.List;
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
import org.slf4j.event.Level;
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
 *       │ refused, silent,           │ error, another echo,      │  │ told to make way
 *       │ lost                       │ no echo in time, lost     │  ▽
 *       │                            │                           │ Retiring ══ gate closed: what was
 *       │                            │              lost, expired,  │        heard is brought to its end
 *       │                            │              silent, fatal│  │
 *       ▽                            ▽              error        ▽  ▽ the same, or nothing is owed
 *     Closed(cause) ◁────────────────┴───────────────────────────┴──┘  and the actor stops
 * </pre>
 *
 * The gate opens in {@code Ready} and nowhere else, as soon as there is a track to hear. Nothing that opens it depends on
 * audio. A session may be started before its track is known, so that the first word need not wait for a handshake. What it
 * is told of the call so far ({@link Hear#seed}) goes before any audio; the service's word on it is not waited for.
 */
public final class RealtimeSessionActor extends AbstractBehavior<RealtimeSessionActor.Command> {

    public sealed interface Command {}

    /**
     * The track that this session is to hear. The first one counts: a session hears one track.
     *
     * @param from not before this position, in samples, and not before the settled one
     * @param seed what it is told of the call so far before it hears, oldest first
     */
    public record Hear(TrackFeed feed, long from, List<SeedItem> seed) implements Command {
        public Hear {
            seed = List.copyOf(seed);
        }

        public Hear(TrackFeed feed) {
            this(feed, 0, List.of());
        }
    }

    /** Another session is about to hear the track: closes the gate for good, and says where. */
    public record Retire() implements Command {}

    /**
     * Asks the model, out of band.
     *
     * @param ask our id of the question; the answer's notices carry it
     * @param responseCreate the complete event
     */
    public record Ask(String ask, String responseCreate) implements Command {}

    /** Something of what it was given is due, and it has long said nothing: it is asked for a word, whatever it is. */
    public record WordDue() implements Command {}

    /** Ends the session in an orderly way. */
    public record Close(SessionCause cause) implements Command {}

    record GateClosed(long position) implements Command {}

    record TextReceived(String text) implements Command {}

    record ConnectionEnded(ConnectionEnd end) implements Command {}

    record Appending(long sent, long position) implements Command {}

    record TrackSent(long position) implements Command {}

    /** @param position where the track ended */
    private record LastWordsDue(long position) implements Command {}

    enum Signal implements Command {
        OPENED,
        HANDSHAKE_TIMEOUT,
        STILL_QUIET,
        NO_WORD
    }

    private static final Logger LOG = LoggerFactory.getLogger(RealtimeSessionActor.class);

    private static final String SEED = "seed-";

    private final SessionContext session;
    private final SessionContext.Settings settings;
    private final SessionMeter meter;
    private final ActorRef<SessionNotice> owner;
    private final TimerScheduler<Command> timers;
    private final RealtimeConnection connection;
    private final Appender outgoing;
    private final SessionAnswers answers;
    private final SpeechReport speech;
    private final SessionExpiry expiry;
    private final SilenceProbe probe;
    private final SessionOddities oddities;
    private SessionState state = new SessionState.Connecting(false);
    private @Nullable Hear hear;
    private Duration retryAfter = Duration.ZERO;

    public static Behavior<Command> create(SessionContext session) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RealtimeSessionActor(context, timers, session)));
    }

    private RealtimeSessionActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, SessionContext session) {
        super(context);
        this.session = session;
        this.settings = session.settings();
        this.meter = session.meter();
        this.owner = session.owner();
        this.timers = timers;
        this.answers = new SessionAnswers(session.number(), owner);
        this.speech = new SpeechReport(session.number(), settings.configuration(), owner);
        this.expiry = new SessionExpiry(session.clocks().wallMillis());
        this.probe = new SilenceProbe(settings.readTimeout(), session.evidence());
        this.oddities = new SessionOddities(session.callId(), session.number(), meter);
        SessionWiring wiring = new SessionWiring(context.getSelf());
        this.connection = session.transport().connect(session.callId(), wiring);
        this.outgoing = new Appender(
                settings.append().forAppender(),
                connection,
                wiring,
                session.clocks().nanoTime());
        connection.execute(() -> wiring.appendsWith(outgoing));
        timers.startSingleTimer(Signal.HANDSHAKE_TIMEOUT, settings.handshakeTimeout());
        meter.onState("", state.wireName());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Hear.class, this::onHear)
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Retire.class, retire -> onRetire())
                .onMessage(WordDue.class, due -> onWordDue())
                .onMessage(GateClosed.class, this::onGateClosed)
                .onMessage(Close.class, close -> end(close.cause(), ""))
                .onMessage(TextReceived.class, this::onTextReceived)
                .onMessage(ConnectionEnded.class, ended -> end(ended.end()))
                .onMessage(Appending.class, this::onAppending)
                .onMessage(TrackSent.class, this::onTrackSent)
                .onMessage(LastWordsDue.class, this::onLastWordsDue)
                .onMessageEquals(Signal.OPENED, this::onOpened)
                .onMessageEquals(Signal.HANDSHAKE_TIMEOUT, this::onHandshakeTimeout)
                .onMessageEquals(Signal.STILL_QUIET, this::onStillQuiet)
                .onMessageEquals(Signal.NO_WORD, this::onNoWord)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onHear(Hear first) {
        if (hear == null) {
            hear = first;
            speech.onTrack(first.feed().sampleRate());
            openGateWhenReady();
        }
        return this;
    }

    /** Where it has no gate to close, its end is what its owner hears of next. */
    private Behavior<Command> onRetire() {
        if (state instanceof SessionState.Ready ready) {
            become(ready.onRetire());
            outgoing.closeGate();
        }
        return this;
    }

    private Behavior<Command> onGateClosed(GateClosed closed) {
        owner.tell(new SessionNotice.Retired(session.number(), closed.position()));
        return this;
    }

    private Behavior<Command> onAsk(Ask ask) {
        if (state instanceof SessionState.Ready) {
            answers.onAsked(ask.ask());
            outgoing.send(ClientEvents.withId(ask.ask(), ask.responseCreate()));
        } else {
            owner.tell(new SessionNotice.AnswerEnded(session.number(), ask.ask(), false, "session not ready"));
        }
        return this;
    }

    private Behavior<Command> onOpened() {
        if (state instanceof SessionState.Connecting connecting) {
            state = connecting.onConnected();
        }
        return this;
    }

    private Behavior<Command> onTextReceived(TextReceived received) {
        connection.taken();
        probe.onWord();
        timers.cancel(Signal.NO_WORD);
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
            oddities.on(SessionMeter.Oddity.UNREADABLE_EVENT, CloseDetail.bounded(malformed.reason()));
            return this;
        }
        if (state instanceof SessionState.Confirmed) {
            report(event);
        }
        return this;
    }

    private Behavior<Command> onSessionCreated(ServerEvent.SessionCreated created) {
        if (state instanceof SessionState.Connecting connecting) {
            onLife(created.session());
            ObjectNode asked = settings.configuration().toJson();
            outgoing.send(ClientEvents.sessionUpdate(asked));
            become(connecting.onSessionCreated(created, asked));
            owner.tell(new SessionNotice.Configuring(session.number()));
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
            return end(closed);
        }
        if (next instanceof SessionState.Configuring waiting) {
            state = waiting;
            return this;
        }
        become(next);
        onReady(updated.session());
        return this;
    }

    private void onReady(JsonNode described) {
        timers.cancel(Signal.HANDSHAKE_TIMEOUT);
        Duration lookEvery = probe.every();
        if (lookEvery != null) {
            timers.startTimerWithFixedDelay(Signal.STILL_QUIET, lookEvery);
        }
        if (!probe.proven()
                && !(settings.readTimeout().isZero() && settings.wordTimeout().isZero())) {
            outgoing.send(SilenceProbe.question());
        }
        onLife(described);
        owner.tell(new SessionNotice.Ready(session.number(), expiry.life()));
        openGateWhenReady();
    }

    private void onLife(JsonNode described) {
        if (!expiry.onTold(described)) {
            log(Level.WARN, "the service's expires_at cannot be").log();
        }
    }

    /** Events go before audio: what the session is told of the call so far is there before the first sample. */
    private void openGateWhenReady() {
        if (state instanceof SessionState.Ready && hear != null) {
            for (int i = 0; i < hear.seed().size(); i++) {
                outgoing.send(ClientEvents.seed(SEED + (i + 1), hear.seed().get(i)));
            }
            outgoing.openGate(hear.feed(), hear.from());
        }
    }

    private Behavior<Command> onFailed(ServerEvent.Failed failed) {
        if (probe.onFailed(failed) || isSeed(failed)) {
            return this;
        }
        if (state instanceof SessionState.Handshaking handshaking) {
            return end(handshaking.onFailed(failed));
        }
        String detail = CloseDetail.ofError(failed);
        boolean answerOnly = answers.onFailed(failed.clientEvent(), detail);
        if (state instanceof SessionState.Confirmed confirmed
                && confirmed.onFailed(failed, answerOnly) instanceof SessionState.Closed closed) {
            return end(closed);
        }
        oddities.on(SessionMeter.Oddity.ERROR_EVENT, detail);
        return this;
    }

    /** The session does without that item, whatever was wrong with it. */
    private boolean isSeed(ServerEvent.Failed failed) {
        if (failed.clientEvent() == null || !failed.clientEvent().startsWith(SEED)) {
            return false;
        }
        oddities.on(SessionMeter.Oddity.SEED_REFUSED, CloseDetail.ofError(failed));
        return true;
    }

    private void report(ServerEvent event) {
        if (event instanceof ServerEvent.SpeechStarted && state instanceof SessionState.Retiring) {
            return; // the next session hears it
        }
        if (!speech.onEvent(event)) {
            if (event instanceof ServerEvent.Other) {
                meter.onOddEvent(SessionMeter.Oddity.UNKNOWN_EVENT);
            }
            answers.onEvent(event);
        }
    }

    private Behavior<Command> onAppending(Appending appending) {
        speech.onAppending(appending.sent(), appending.position());
        return this;
    }

    private Behavior<Command> onHandshakeTimeout() {
        return state instanceof SessionState.Handshaking handshaking
                ? end(handshaking.onTimeout(settings.handshakeTimeout()))
                : this;
    }

    private Behavior<Command> onStillQuiet() {
        switch (probe.onTimeout()) {
            case ASK -> outgoing.send(SilenceProbe.question());
            case GIVE_UP -> {
                return end(SessionCause.SERVICE_SILENT, "no word for " + settings.readTimeout());
            }
            case NOTHING -> {}
        }
        return this;
    }

    private Behavior<Command> onWordDue() {
        if (state instanceof SessionState.Confirmed && probe.proven() && !timers.isTimerActive(Signal.NO_WORD)) {
            outgoing.send(SilenceProbe.question());
            timers.startSingleTimer(Signal.NO_WORD, settings.wordTimeout());
        }
        return this;
    }

    private Behavior<Command> onNoWord() {
        return end(SessionCause.SERVICE_SILENT, "no word for " + settings.wordTimeout() + " where one is due");
    }

    private Behavior<Command> onTrackSent(TrackSent track) {
        timers.startSingleTimer(new LastWordsDue(track.position()), settings.lastWords());
        return this;
    }

    /** No silence will follow that could end an open turn: we end it, and say so, since the service will not. */
    private Behavior<Command> onLastWordsDue(LastWordsDue due) {
        if (!(state instanceof SessionState.Ready)) {
            return this;
        }
        if (speech.endOpenTurn(due.position())) {
            outgoing.send(ClientEvents.commit());
        }
        owner.tell(new SessionNotice.TrackAppended(session.number()));
        return this;
    }

    private Behavior<Command> end(ConnectionEnd end) {
        SessionCause cause = SessionCause.ofEnd(end);
        if (cause == SessionCause.INTERNAL_ERROR && end instanceof ConnectionEnd.Ended ended) {
            logFault(ended.how());
        }
        retryAfter = end.retryAfter();
        return end(
                cause == SessionCause.CLOSED_BY_SERVER && expiry.cameOfAge() ? SessionCause.SESSION_EXPIRED : cause,
                CloseDetail.of(end));
    }

    /** The session is followed by another, but the mistake is ours: someone has to see where. */
    private void logFault(SocketEnd how) {
        log(Level.ERROR, "session broke on our side")
                .setCause(how instanceof SocketEnd.Failed failed ? failed.cause() : null)
                .log();
    }

    private Behavior<Command> end(SessionCause cause, String detail) {
        return state instanceof SessionState.Live live ? end(live.onEnded(cause, detail)) : Behaviors.stopped();
    }

    private Behavior<Command> end(SessionState.Closed closed) {
        become(closed);
        owner.tell(new SessionNotice.Ended(session.number(), closed.cause(), closed.detail(), retryAfter));
        meter.onEnded(closed.cause());
        return Behaviors.stopped();
    }

    /** Also where it failed, and nobody was told. */
    private Behavior<Command> onPostStop() {
        if (state instanceof SessionState.Live) {
            meter.onEnded(SessionCause.INTERNAL_ERROR);
        }
        meter.onState(state.wireName(), "");
        outgoing.complete();
        return this;
    }

    private void become(SessionState next) {
        SessionState.Closed end = next instanceof SessionState.Closed closed ? closed : null;
        log(Level.INFO, "session state")
                .addKeyValue("from", state.wireName())
                .addKeyValue("to", next.wireName())
                .addKeyValue("cause", end == null ? "-" : end.cause().wireName())
                .addKeyValue("detail", end == null ? "-" : end.detail())
                .log();
        meter.onState(state.wireName(), next.wireName());
        state = next;
    }

    private LoggingEventBuilder log(Level level, String message) {
        return LOG.atLevel(level)
                .setMessage(message)
                .addKeyValue("call", session.callId())
                .addKeyValue("session", session.number());
    }
}
