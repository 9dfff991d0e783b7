package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.speech.SpeechWorker;
import java.time.Duration;
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

/**
 * One session of the protocol, from {@code session.created} to the end of its connection. Client events are taken one at a
 * time; while the recogniser is far behind, the next one waits, and with it the socket.
 */
final class RealtimeSession extends AbstractBehavior<RealtimeSession.Command> {

    private static final long MOST_QUEUED_MS = 20_000;
    private static final int MS_SAMPLES = InputAudio.SAMPLE_RATE / 1000;
    private static final String EXPIRED = "Your session hit the maximum duration of 60 minutes.";

    private final SessionRecord record;
    private final Peer peer;
    private final RealtimeServerSettings settings;
    private final Supplier<Faults> faults;
    private final TimerScheduler<Command> timers;
    private final SpeechWorker speech;
    private final SpokenTurns turns;
    private final InputAudio audio;
    private final Conversation conversation;
    private final Transcripts transcripts;
    private final Responses responses;
    private SessionConfig config;
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

    private record Create() implements Command {}

    private record Apply(SessionConfig next, boolean twice) implements Command {}

    private record Due(String response) implements Command {}

    private record Delta(String item, String text) implements Command {}

    private record Completed(String item, String transcript) implements Command {}

    private record Failed(String item) implements Command {}

    private record Progress() implements Command {}

    /** The other end of the socket. */
    interface Peer extends Outbox {

        void close(int code, String reason);

        void reset();
    }

    static Behavior<Command> create(
            SessionRecord record, String model, Peer peer, RealtimeServerSettings settings, Supplier<Faults> faults) {
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
            Supplier<Faults> faults) {
        super(context);
        this.timers = timers;
        this.record = record;
        this.peer = peer;
        this.settings = settings;
        this.faults = faults;
        this.conversation = new Conversation(peer);
        this.transcripts = new Transcripts(peer);
        this.responses = new Responses(peer, conversation, Coach::answer, this::schedule);
        this.speech =
                new SpeechWorker(settings.engine(), InputAudio.SAMPLE_RATE, record.id(), new ToSelf(context.getSelf()));
        long expiresAt =
                System.currentTimeMillis() / 1000 + settings.sessionDuration().toSeconds();
        this.config = SessionConfig.initial(record.id(), model, expiresAt);
        this.turns = new SpokenTurns(peer, conversation, transcripts, responses, speech, () -> config, faults);
        this.audio = new InputAudio(turns);
        audio.detect(config.turnDetection());
        timers.startSingleTimer("expire", new Expire(false), settings.sessionDuration());
        timers.startSingleTimer("create", new Create(), faults.get().createdDelay());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromClient.class, this::onFromClient)
                .onMessage(Create.class, this::onCreate)
                .onMessage(Apply.class, this::onApply)
                .onMessage(Due.class, due -> then(() -> responses.due(due.response())))
                .onMessage(Delta.class, delta -> then(() -> transcripts.delta(delta.item(), delta.text())))
                .onMessage(Completed.class, this::onCompleted)
                .onMessage(Failed.class, failed -> then(() -> transcripts.failed(failed.item(), "server_error")))
                .onMessage(Progress.class, progress -> then(this::takeNext))
                .onMessage(Expire.class, this::onExpire)
                .onMessage(Gone.class, gone -> Behaviors.stopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    private Behavior<Command> onCreate(Create create) {
        if (faults.get().created() == Faults.Created.SENT) {
            sendConfig("session.created");
        }
        return this;
    }

    private Behavior<Command> onFromClient(FromClient message) {
        waiting = message.taken();
        JsonNode eventId = Json.object().nullNode();
        try {
            ObjectNode event = Json.parse(message.text());
            eventId = event.path("event_id").isTextual() ? event.path("event_id") : eventId;
            String type = event.path("type").asText();
            record.onClientEvent(type, event);
            onEvent(type, event);
        } catch (RejectedException e) {
            peer.send(e.toEvent(eventId));
        }
        takeNext();
        return this;
    }

    private void onEvent(String type, ObjectNode event) throws RejectedException {
        switch (type) {
            case "input_audio_buffer.append" -> append(event.path("audio"));
            case "input_audio_buffer.commit" -> audio.commit();
            case "input_audio_buffer.clear" -> clear();
            case "session.update" -> update(event);
            case "response.create" -> responses.create(ResponseRequest.of(event, config), config);
            case "response.cancel" -> responses.cancel(event.path("response_id").asText(null));
            case "conversation.item.create" -> conversation.create(event);
            case "conversation.item.delete" ->
                conversation.delete(event.path("item_id").asText());
            case "conversation.item.retrieve" ->
                conversation.retrieve(event.path("item_id").asText());
            case "" -> throw RejectedException.missing("type");
            default ->
                throw RejectedException.invalid(
                        "type",
                        "Invalid value: '" + type + "'. Supported values are: 'session.update',"
                                + " 'input_audio_buffer.append', 'input_audio_buffer.commit',"
                                + " 'input_audio_buffer.clear', 'conversation.item.create',"
                                + " 'conversation.item.delete', 'conversation.item.retrieve', 'response.create',"
                                + " and 'response.cancel'.");
        }
    }

    private void append(JsonNode base64) throws RejectedException {
        byte[] pcm = InputAudio.decode(base64);
        record.onAppend(pcm);
        audio.append(pcm);
        long killAfterMs = faults.get().killAfterMs();
        if (killAfterMs > 0 && audio.position() / MS_SAMPLES >= killAfterMs) {
            peer.reset();
            // What the client sent after this is lost, as on a broken line.
            waiting = null;
        }
    }

    private void clear() {
        turns.forgetOpen();
        audio.clear();
        peer.send(Outbox.event("input_audio_buffer.cleared"));
    }

    private void update(ObjectNode event) throws RejectedException {
        Faults now = faults.get();
        SessionConfig next = config.merge(event.path("session"));
        switch (now.update()) {
            case ECHOED -> apply(new Apply(next, false), now.updateDelay());
            case DOUBLED -> apply(new Apply(next, true), now.updateDelay());
            case DISTORTED -> apply(new Apply(next.distorted(), false), now.updateDelay());
            case REFUSED -> throw RejectedException.invalid("session", "The update was refused on purpose.");
            case IGNORED -> {}
        }
    }

    private void apply(Apply apply, Duration delay) {
        if (delay.isZero()) {
            onApply(apply);
        } else {
            timers.startSingleTimer(apply, apply, delay);
        }
    }

    private Behavior<Command> onApply(Apply apply) {
        config = apply.next();
        audio.detect(config.turnDetection());
        record.onConfigured();
        sendConfig("session.updated");
        if (apply.twice()) {
            sendConfig("session.updated");
        }
        return this;
    }

    private Behavior<Command> onCompleted(Completed completed) {
        transcripts.completed(completed.item(), completed.transcript());
        conversation.transcribed(completed.item(), completed.transcript());
        return this;
    }

    private Behavior<Command> onExpire(Expire expire) {
        if (expire.withError()) {
            RejectedException expired = new RejectedException("session_expired", null, EXPIRED);
            peer.send(expired.toEvent(Json.object().nullNode()));
        }
        peer.close(1001, EXPIRED);
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

    private void schedule(String response) {
        Duration time = settings.responseTime().plus(faults.get().responseDelay());
        timers.startSingleTimer(response, new Due(response), time);
    }

    private void sendConfig(String type) {
        peer.send(Outbox.event(type).set("session", config.echo()));
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
