package dev.earshot.signalr;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One connection. The actor keeps the timers and hands every event to the state, which answers with the next one.
 *
 * <pre>
 *                       handshake accepted            farewell said
 *  AwaitingHandshake ───────────────────────▶ Open ─────────────────▶ Closing
 *     │     │ handshake refused, timeout      │ ▲ │                      │ socket ended,
 *     │     └─────────────────────────────────┼─┼─┼─────▶ Closing        │ close timeout
 *     │ socket ended              socket      │ │ │ socket ended,        │
 *     │                     ended, may resume │ │ │ client silent,       ▼
 *     └───────────────────────────────────────┼─┼─┴──────────────────▶ Closed
 *                                             ▼ │ another socket         ▲
 *                                            Away ───────────────────────┘
 *                                                  nobody came in time
 * </pre>
 *
 * <p>The application sees a connection from {@code Open} on, and is told of its end when it leaves {@code Open} and
 * {@code Away}. What comes from a socket that another has taken the place of is ignored. When the actor stops, the socket is
 * cut.
 */
final class HubConnectionActor extends AbstractBehavior<HubConnectionActor.Command> {

    /** How many ticks make a keep-alive interval. */
    static final int TICKS = 5;

    /** From the first message that is not acknowledged: as official clients do it. */
    private static final Duration ACKNOWLEDGEMENT_DELAY = Duration.ofSeconds(1);

    /** Whoever speaks to a connection cannot know that it has just ended. */
    sealed interface Command extends DeadLetterSuppression {}

    /** Bytes from the client. More are read when {@code taken} is done. */
    record Received(SocketQueue socket, ByteString bytes, CompletableFuture<Done> taken) implements Command {}

    /** The client is here again, on this socket. */
    record SocketOpened(SocketQueue socket) implements Command {}

    /** A socket has ended, whichever way: the ways cannot be told apart. */
    record SocketEnded(SocketQueue socket) implements Command {}

    /** The connection is to end with a farewell. */
    record CloseRequested(@Nullable String reason, boolean allowReconnect, DisconnectCause cause) implements Command {}

    /**
     * A plain method has ended; {@code invocationId} and {@code completion} are null where nobody waits for the answer.
     *
     * @param whenQueued to be run once the answer is on its way
     */
    record InvocationFinished(@Nullable String invocationId, @Nullable Frame completion, Runnable whenQueued)
            implements Command {}

    /** A stream has ended. */
    record StreamFinished(String invocationId, Frame completion) implements Command {}

    private enum Internal implements Command {
        HANDSHAKE_TIMEOUT,
        TICK,
        ACKNOWLEDGEMENT_DUE,
        AWAY_TIMEOUT,
        CLOSE_TIMEOUT,
        OUTBOX_OVERFLOW
    }

    private final TimerScheduler<Command> timers;
    private final ConnectionContext connection;
    private ConnectionState state;

    private HubConnectionActor(
            ActorContext<Command> actor, TimerScheduler<Command> timers, ConnectionContext connection) {
        super(actor);
        this.timers = timers;
        this.connection = connection;
        this.state = AwaitingHandshake.of(connection);
        timers.startSingleTimer(
                Internal.HANDSHAKE_TIMEOUT, connection.settings().timing().handshake());
        actor.pipeToSelf(connection.outbox().overflow(), (done, error) -> Internal.OUTBOX_OVERFLOW);
    }

    /** @param connection what the states work with, given the actor's own reference */
    static Behavior<Command> create(Function<ActorRef<Command>, ConnectionContext> connection) {
        return Behaviors.setup(actor -> Behaviors.withTimers(
                timers -> new HubConnectionActor(actor, timers, connection.apply(actor.getSelf()))));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Received.class, this::onReceived)
                .onMessage(SocketOpened.class, opened -> enter(state.onSocketOpened(opened.socket())))
                .onMessage(SocketEnded.class, this::onSocketEnded)
                .onMessage(CloseRequested.class, request -> enter(state.onCloseRequested(request)))
                .onMessage(InvocationFinished.class, finished -> enter(state.onInvocationFinished(finished)))
                .onMessage(StreamFinished.class, finished -> enter(state.onStreamFinished(finished)))
                .onMessage(Internal.class, this::onInternal)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onReceived(Received received) {
        Behavior<Command> next =
                connection.outbox().isOn(received.socket()) ? enter(state.onReceived(received.bytes())) : this;
        received.taken().complete(Done.getInstance());
        acknowledgeSoon();
        return next;
    }

    private Behavior<Command> onSocketEnded(SocketEnded ended) {
        return connection.outbox().isOn(ended.socket()) ? enter(state.onSocketEnded()) : this;
    }

    private void acknowledgeSoon() {
        if (state instanceof Open open
                && open.received().acknowledgementIsDue()
                && !timers.isTimerActive(Internal.ACKNOWLEDGEMENT_DUE)) {
            timers.startSingleTimer(Internal.ACKNOWLEDGEMENT_DUE, ACKNOWLEDGEMENT_DELAY);
        }
    }

    private Behavior<Command> onInternal(Internal event) {
        return enter(
                switch (event) {
                    case HANDSHAKE_TIMEOUT -> state.onHandshakeTimeout();
                    case TICK -> state.onTick();
                    case ACKNOWLEDGEMENT_DUE -> state.onAcknowledgementDue();
                    case AWAY_TIMEOUT -> state.onAwayTimeout();
                    case CLOSE_TIMEOUT -> state.onCloseTimeout();
                    case OUTBOX_OVERFLOW -> state.onOverflow();
                });
    }

    private Behavior<Command> enter(ConnectionState next) {
        if (next == state) {
            return this;
        }
        state = next;
        timers.cancelAll();
        HubSettings.Timing timing = connection.settings().timing();
        if (next instanceof Open) {
            Duration tick = timing.keepAlive().dividedBy(TICKS);
            timers.startTimerAtFixedRate(Internal.TICK, tick);
            acknowledgeSoon();
        } else if (next instanceof Away) {
            timers.startSingleTimer(
                    Internal.AWAY_TIMEOUT, connection.settings().reconnect().grace());
        } else if (next instanceof Closing) {
            timers.startSingleTimer(Internal.CLOSE_TIMEOUT, timing.close());
        }
        return next instanceof Closed ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        state.onStopped();
        connection.outbox().cut();
        connection.owner().ended();
        return this;
    }
}
