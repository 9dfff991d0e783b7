package dev.earshot.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.audio.TrackFeed;
import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.SocketEnd;
import java.time.Duration;
import java.util.List;
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

    /**
     * How a session is held.
     *
     * @param handshakeTimeout from the first attempt to connect until {@code session.updated}
     * @param lastWords how long after the end of a track voice activity may still be reported for it; a turn that is open
     *     then is committed, because no silence will follow that could end it
     * @param readTimeout after so long without a word a ready session is asked for one, and after as long again it is over;
     *     zero leaves it alone
     * @param wordTimeout the same where something is due of it; zero waits on
     */
    public record Settings(
            SessionConfiguration configuration,
            AppendLimits append,
            Duration handshakeTimeout,
            Duration lastWords,
            Duration readTimeout,
            Duration wordTimeout) {}

    /**
     * What a session is measured by.
     *
     * @param nanoTime paces a backlog, ns
     * @param wallMillis what the service's {@code expires_at} is held against, ms since 1970
     */
    public record Clocks(LongSupplier nanoTime, LongSupplier wallMillis) {
        public static final Clocks SYSTEM = new Clocks(System::nanoTime, System::currentTimeMillis);
    }

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

    /** Of what is odd a session tells so often at most; all of it is counted. */
    private static final int MAX_ODDITIES_LOGGED = 20;

    private static final String SEED = "seed-";

    private final Identity identity;
    private final Settings settings;
    private final SessionMeter meter;
    private final ActorRef<SessionNotice> owner;
    private final TimerScheduler<Command> timers;
    private final RealtimeConnection connection;
    private final Appender outgoing;
    private final SessionAnswers answers;
    private final SpeechReport speech;
    private final SessionExpiry expiry;
    private final SilenceProbe probe;
    private SessionState state = new SessionState.Connecting();
    private @Nullable Hear hear;
    private Duration retryAfter = Duration.ZERO;
    private boolean opened;
    private int oddities;

    public static Behavior<Command> create(
            Identity identity,
            Settings settings,
            RealtimeTransport transport,
            ActorRef<SessionNotice> owner,
            SessionMeter meter,
            ProbeEvidence evidence,
            Clocks clocks) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new RealtimeSessionActor(
                context, timers, identity, settings, transport, owner, meter, evidence, clocks)));
    }

    private RealtimeSessionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Identity identity,
            Settings settings,
            RealtimeTransport transport,
            ActorRef<SessionNotice> owner,
            SessionMeter meter,
            ProbeEvidence evidence,
            Clocks clocks) {
        super(context);
        this.meter = meter;
        this.identity = identity;
        this.settings = settings;
        this.owner = owner;
        this.timers = timers;
        this.answers = new SessionAnswers(identity.session(), owner);
        this.speech = new SpeechReport(identity.session(), settings.configuration(), owner);
        this.expiry = new SessionExpiry(clocks.wallMillis());
        this.probe = new SilenceProbe(settings.readTimeout(), evidence);
        SessionWiring wiring = new SessionWiring(context.getSelf());
        this.connection = transport.connect(identity.callId(), wiring);
        this.outgoing = new Appender(settings.append().forAppender(), connection, wiring, clocks.nanoTime());
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
        owner.tell(new SessionNotice.Retired(identity.session(), closed.position()));
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
            odd(SessionMeter.Oddity.UNREADABLE_EVENT, CloseDetail.bounded(malformed.reason()));
            return this;
        }
        if (confirmed()) {
            report(event);
        }
        return this;
    }

    /** Whether our configuration is the session's. */
    private boolean confirmed() {
        return state instanceof SessionState.Ready || state instanceof SessionState.Retiring;
    }

    private Behavior<Command> onSessionCreated(ServerEvent.SessionCreated created) {
        if (state instanceof SessionState.Connecting connecting) {
            onLife(created.session());
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
        Duration lookEvery = probe.every();
        if (lookEvery != null) {
            timers.startTimerWithFixedDelay(Signal.STILL_QUIET, lookEvery);
        }
        if (!probe.proven()
                && !(settings.readTimeout().isZero() && settings.wordTimeout().isZero())) {
            outgoing.send(SilenceProbe.question());
        }
        onLife(updated.session());
        owner.tell(new SessionNotice.Ready(identity.session(), expiry.life()));
        openGateWhenReady();
        return this;
    }

    private void onLife(JsonNode session) {
        if (!expiry.onTold(session)) {
            log("the service's expires_at cannot be").log();
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
        if (!confirmed()) {
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
        odd(SessionMeter.Oddity.ERROR_EVENT, detail);
        return this;
    }

    /** The session does without that item, whatever was wrong with it. */
    private boolean isSeed(ServerEvent.Failed failed) {
        if (failed.clientEvent() == null || !failed.clientEvent().startsWith(SEED)) {
            return false;
        }
        odd(SessionMeter.Oddity.SEED_REFUSED, CloseDetail.ofError(failed));
        return true;
    }

    /** A service that says nothing else must not fill the log. */
    private void odd(SessionMeter.Oddity oddity, String detail) {
        meter.onOddEvent(oddity);
        if (++oddities <= MAX_ODDITIES_LOGGED) {
            log("the service said what a session does without")
                    .addKeyValue("kind", oddity.wireName())
                    .addKeyValue("detail", detail)
                    .addKeyValue("more", oddities == MAX_ODDITIES_LOGGED ? "counted only" : "-")
                    .log();
        }
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
        if (!opened) {
            return end(SessionCause.CONNECT_FAILED, "no answer for " + settings.handshakeTimeout());
        }
        if (state instanceof SessionState.Configuring configuring
                && !configuring.differences().isEmpty()) {
            return end(SessionCause.CONFIGURATION_MISMATCH, configuring.differences());
        }
        return end(SessionCause.HANDSHAKE_TIMEOUT, state.wireName() + " for " + settings.handshakeTimeout());
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
        if (confirmed() && probe.proven() && !timers.isTimerActive(Signal.NO_WORD)) {
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
        owner.tell(new SessionNotice.TrackAppended(identity.session()));
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
            owner.tell(new SessionNotice.Ended(identity.session(), cause, bounded, retryAfter));
            meter.onEnded(cause);
        }
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
        meter.onState(state.wireName(), next.wireName());
        state = next;
    }

    private LoggingEventBuilder log(String message) {
        return LOG.atWarn()
                .setMessage(message)
                .addKeyValue("call", identity.callId())
                .addKeyValue("session", identity.session());
    }
}
