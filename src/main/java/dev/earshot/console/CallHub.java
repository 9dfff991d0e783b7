package dev.earshot.console;

import dev.earshot.call.CallSetup;
import dev.earshot.call.Calls;
import dev.earshot.call.RemarkAnswer;
import dev.earshot.signalr.Hub;
import dev.earshot.signalr.HubConnection;
import dev.earshot.signalr.HubException;
import dev.earshot.signalr.HubReply;
import dev.earshot.signalr.RawJson;
import dev.earshot.transcript.CallEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * The hub {@code /hubs/calls}: {@code ListCalls}, {@code Watch}/{@code Unwatch}, {@code Subscribe(callId, afterSeq)},
 * {@code Unsubscribe(callId)}, {@code Flag(callId, note)}, {@code Outcome(callId, hintId, outcome)},
 * {@code Speaker(callId, trackId, speaker)}, and the stream {@code Replay(callId, afterSeq, speed)}. Clients are called with
 * {@code calls}, {@code event} and {@code resume}, one object each.
 */
public final class CallHub {
    private static final int MAX_NOTE_CHARS = 500;
    private static final int MAX_HINT_CHARS = 64;

    private final Calls calls;
    private final Map<String, ConsoleConnection> connections = new ConcurrentHashMap<>();

    private CallHub(Calls calls) {
        this.calls = calls;
    }

    /** The hub's definition. */
    public static Hub create(Calls calls) {
        CallHub hub = new CallHub(calls);
        return Hub.builder()
                .method("ListCalls", hub::listCalls)
                .method("Watch", caller -> hub.with(caller, ConsoleConnection::watch))
                .method("Unwatch", caller -> hub.with(caller, ConsoleConnection::unwatch))
                .method("Subscribe", String.class, Long.class, hub::subscribe)
                .method("Unsubscribe", String.class, (caller, callId) -> hub.with(caller, c -> c.unsubscribe(callId)))
                .method("Flag", String.class, String.class, hub::flag)
                .method("Outcome", String.class, String.class, String.class, hub::outcome)
                .method("Speaker", String.class, String.class, String.class, hub::speaker)
                .stream("Replay", String.class, Long.class, Double.class, hub::replay)
                .onConnected(hub::onConnected)
                .onDisconnected((connection, cause) -> hub.onDisconnected(connection))
                .build();
    }

    private void onConnected(HubConnection connection) {
        connections.put(connection.connectionId(), new ConsoleConnection(connection, calls));
    }

    private void onDisconnected(HubConnection connection) {
        ConsoleConnection gone = connections.remove(connection.connectionId());
        if (gone != null) {
            gone.onDisconnected();
        }
    }

    private CompletionStage<?> listCalls(HubConnection caller) {
        return calls.summaries().thenApply(all -> new RawJson(Rendering.calls(all)));
    }

    private CompletionStage<?> subscribe(HubConnection caller, String callId, Long afterSeq) {
        ConsoleConnection connection = connection(caller);
        HubSubscription subscription = connection.subscribe(callId);
        return orStoreProblem(calls.subscribe(callId, afterSeq, subscription).whenComplete((snapshot, failure) -> {
                    if (failure != null || snapshot.isEmpty()) {
                        connection.forget(callId, subscription);
                    }
                }))
                .thenApply(snapshot -> new HubReply(
                        new RawJson(snapshot.orElseThrow(() -> unknown(callId)).rendered()), subscription::onAnswered));
    }

    private Source<?, ?> replay(HubConnection caller, String callId, Long afterSeq, Double speed) {
        if (!CallReplay.isSpeed(speed)) {
            throw new HubException(CallReplay.SPEEDS);
        }
        PagedLog log = (after, limit) -> orStoreProblem(calls.events(callId, after, limit))
                .thenApply(page -> page.orElseThrow(() -> unknown(callId)));
        return CallReplay.source(log, afterSeq, speed, System::nanoTime).map(event -> new RawJson(event.rendered()));
    }

    private CompletionStage<?> flag(HubConnection caller, String callId, String note) {
        if (note.length() > MAX_NOTE_CHARS) {
            throw new HubException("A note has at most " + MAX_NOTE_CHARS + " characters");
        }
        return remarked(callId, calls.flag(callId, note));
    }

    private CompletionStage<?> outcome(HubConnection caller, String callId, String hint, String outcome) {
        Optional<CallEvent.Outcome> known = Arrays.stream(CallEvent.Outcome.values())
                .filter(value -> value.wireName().equals(outcome))
                .findFirst();
        if (known.isEmpty() || hint.length() > MAX_HINT_CHARS) {
            throw new HubException("An outcome is one of rendered, used, dismissed, wrong");
        }
        return remarked(callId, calls.reportOutcome(callId, hint, known.get()));
    }

    private CompletionStage<?> speaker(HubConnection caller, String callId, String track, String speaker) {
        if (!CallSetup.validSpeaker(speaker)) {
            throw new HubException("A speaker is a label of lower-case letters and dashes");
        }
        return remarked(callId, calls.nameSpeaker(callId, track, speaker));
    }

    private static CompletionStage<?> remarked(String callId, CompletionStage<Optional<RemarkAnswer>> answer) {
        return orStoreProblem(answer).thenApply(known -> switch (known.orElseThrow(() -> unknown(callId))) {
            case TAKEN -> done();
            case UNKNOWN_HINT -> throw new HubException("The call has offered no such hint");
            case UNKNOWN_TRACK -> throw new HubException("The call has no such track");
            case TOO_MANY_SPEAKERS -> throw new HubException("The call has been told who speaks as often as it takes");
            case TOO_MANY_FLAGS -> throw new HubException("The call has as many flags as it takes");
            case CALL_ENDED -> throw new HubException("The call has ended");
        });
    }

    private static <T> CompletionStage<T> orStoreProblem(CompletionStage<T> answer) {
        return answer.exceptionallyCompose(failure -> CompletableFuture.failedFuture(StoreProblem.of(failure)
                .<Throwable>map(named -> new HubException(StoreProblem.message(named)))
                .orElse(failure)));
    }

    private CompletionStage<?> with(HubConnection caller, Consumer<ConsoleConnection> action) {
        action.accept(connection(caller));
        return CompletableFuture.completedFuture(done());
    }

    private ConsoleConnection connection(HubConnection caller) {
        ConsoleConnection connection = connections.get(caller.connectionId());
        if (connection == null) {
            throw new HubException("The connection is closed");
        }
        return connection;
    }

    private static @Nullable Object done() {
        return null;
    }

    private static HubException unknown(String callId) {
        return new HubException("Unknown call '" + callId + "'");
    }
}
