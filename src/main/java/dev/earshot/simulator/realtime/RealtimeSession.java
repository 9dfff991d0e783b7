package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.realtime.Fault.Alteration;
import dev.earshot.simulator.speech.SpeechWorker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.Done;
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

/**
 * One session of the protocol, from {@code session.created} to the end of its connection. Client events are taken one at a
 * time; while the recogniser is far behind, the next one waits, and with it the socket.
 */
final class RealtimeSession extends AbstractBehavior<RealtimeSession.Command> {

    private static final Logger log = LoggerFactory.getLogger(RealtimeSession.class);
    private static final long MOST_QUEUED_MS = 20_000;

    private final SessionRecord record;
    private final SessionStage stage;
    private final RealtimeServerSettings settings;
    private final TimerScheduler<Command> timers;
    private final SpeechWorker speech;
    private final FaultPlay play;
    private final Dialogue dialogue;
    private @Nullable CompletableFuture<Done> waiting;

    /** What a session is told. */
    sealed interface Command {}

    /** A message of the client; {@code taken} completes when the next may follow. */
    record FromClient(String text, CompletableFuture<Done> taken) implements Command {}

    /** The connection has ended. */
    enum Gone implements Command {
        GONE
    }

    /** The session's time is up; {@code withError}: says so in an {@code error} event before it closes. */
    record Expire(boolean withError) implements Command {}

    /** Other faults count from now on. */
    enum FaultsChanged implements Command {
        NOW
    }

    /** The client is there. */
    enum Begin implements Command {
        NOW
    }

    private record Later(Runnable action) implements Command {}

    private record Due(String response, List<Alteration> fate) implements Command {}

    private record Delta(String item, String text) implements Command {}

    private record Completed(String item, String transcript) implements Command {}

    private record Failed(String item) implements Command {}

    private record Progress() implements Command {}

    /** The other end of the socket. */
    interface Peer extends Outbox {

        void close(int code, String reason);

        void reset();

        void silence();

        void stopReading(Duration duration);
    }

    static Behavior<Command> create(
            SessionRecord record,
            String model,
            Peer peer,
            RealtimeServerSettings settings,
            Supplier<FaultPlay.Injected> faults) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RealtimeSession(context, timers, record, model, peer, settings, faults)));
    }

    private RealtimeSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionRecord record,
            String model,
            Peer peer,
            RealtimeServerSettings settings,
            Supplier<FaultPlay.Injected> faults) {
        super(context);
        this.timers = timers;
        this.record = record;
        this.stage = new SessionStage(record, peer, this::later);
        this.settings = settings;
        this.play = new FaultPlay(faults, stage, this::played);
        this.speech =
                new SpeechWorker(settings.engine(), InputAudio.SAMPLE_RATE, record.id(), new ToSelf(context.getSelf()));
        long expiresAt =
                System.currentTimeMillis() / 1000 + settings.sessionDuration().toSeconds();
        this.dialogue = new Dialogue(
                SessionConfig.initial(record.id(), model, expiresAt),
                play,
                speech,
                settings.access(),
                record,
                this::schedule);
        timers.startSingleTimer("expire", new Expire(settings.expiryTold()), settings.sessionDuration());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromClient.class, this::onFromClient)
                .onMessage(Begin.class, begin -> then(dialogue::begin))
                .onMessage(Later.class, later -> then(later.action()))
                .onMessage(FaultsChanged.class, changed -> then(play::refresh))
                .onMessage(Due.class, due -> then(() -> dialogue.due(due.response(), due.fate())))
                .onMessage(Delta.class, delta -> then(() -> dialogue.heard(delta.item(), delta.text())))
                .onMessage(Completed.class, end -> then(() -> dialogue.understood(end.item(), end.transcript())))
                .onMessage(Failed.class, failed -> then(() -> dialogue.failed(failed.item())))
                .onMessage(Progress.class, progress -> then(this::takeNext))
                .onMessage(Expire.class, this::onExpire)
                .onMessage(Gone.class, gone -> Behaviors.stopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    private Behavior<Command> onFromClient(FromClient message) {
        waiting = message.taken();
        if (!play.over()) {
            hear(message.text());
        }
        takeNext();
        return this;
    }

    private void hear(String text) {
        JsonNode eventId = Json.object().nullNode();
        try {
            ObjectNode event = Json.parse(text);
            eventId = event.path("event_id").isTextual() ? event.path("event_id") : eventId;
            String type = event.path("type").asText();
            record.onClientEvent(type, event, text);
            Optional<Alteration> fate = play.onClientEvent(type);
            if (fate.isPresent()) {
                dodge(fate.get(), type, event, eventId);
            } else {
                dialogue.onEvent(type, event);
            }
        } catch (RejectedException e) {
            play.send(e.toEvent(eventId));
        }
    }

    /** What a fault makes of an event of the client. */
    private void dodge(Alteration fate, String type, ObjectNode event, JsonNode eventId) throws RejectedException {
        if (fate instanceof Alteration.Reject reject) {
            throw new RejectedException(reject.code(), null, "Refused on purpose.");
        }
        if (fate instanceof Alteration.Delay delay) {
            later(delay.duration(), () -> {
                try {
                    dialogue.onEvent(type, event);
                } catch (RejectedException e) {
                    play.send(e.toEvent(eventId));
                }
            });
        }
    }

    private Behavior<Command> onExpire(Expire expire) {
        if (!play.over()) {
            play.end();
            stage.expire(expire.withError());
        }
        return this;
    }

    private Behavior<Command> onPostStop() {
        speech.close();
        record.onClosed();
        if (waiting != null) {
            waiting.complete(Done.getInstance());
        }
        return this;
    }

    private void takeNext() {
        if (waiting != null && speech.queuedMs() < MOST_QUEUED_MS) {
            waiting.complete(Done.getInstance());
            waiting = null;
        }
    }

    /** A response was asked for: what it takes to think of, and what faults make of it. */
    private void schedule(String response) {
        Duration time = settings.responseTime();
        List<Alteration> fate = play.onResponse();
        for (Alteration alteration : fate) {
            if (alteration instanceof Alteration.Drop) {
                return;
            } else if (alteration instanceof Alteration.Delay delay) {
                time = time.plus(delay.duration());
            }
        }
        timers.startSingleTimer(response, new Due(response, fate), time);
    }

    private void later(Duration delay, Runnable action) {
        timers.startSingleTimer(new Object(), new Later(action), delay);
    }

    private void played(String fault) {
        record.onFault(fault);
        log.atInfo()
                .addKeyValue("session", record.id())
                .addKeyValue("fault", fault)
                .log("fault played");
    }

    private Behavior<Command> then(Runnable action) {
        action.run();
        return this;
    }

    /** The recogniser's words, on their way from its thread to this actor. */
    private record ToSelf(ActorRef<Command> session) implements SpeechWorker.Listener {

        @Override
        public void onDelta(String item, String delta) {
            session.tell(new Delta(item, delta));
        }

        @Override
        public void onCompleted(String item, String transcript) {
            session.tell(new Completed(item, transcript));
        }

        @Override
        public void onFailed(String item) {
            session.tell(new Failed(item));
        }

        @Override
        public void onProgress() {
            session.tell(new Progress());
        }
    }
}
