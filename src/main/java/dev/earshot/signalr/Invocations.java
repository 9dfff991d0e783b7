package dev.earshot.signalr;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client has under way: plain invocations, so many at a time and so many waiting, and streams beside them. Belongs
 * to the connection's actor.
 */
final class Invocations {

    private static final Logger log = LoggerFactory.getLogger(Invocations.class);

    private final ConnectionContext context;
    private final HubProtocol protocol;
    private final HubConnection caller;
    private final HubSettings.Inbound limits;

    private final Queue<HubMessage.Invocation> waiting = new ArrayDeque<>();
    private int running;
    private int streams;
    /** What stops an invocation, by its id. A plain one cannot be stopped and runs to its end. */
    private final Map<String, Runnable> stops = new HashMap<>();

    Invocations(ConnectionContext context, HubProtocol protocol, HubConnection caller) {
        this.context = context;
        this.protocol = protocol;
        this.caller = caller;
        this.limits = context.settings().inbound();
    }

    /** @throws HubProtocolException if it would have to wait and too many wait already */
    void onInvocation(HubMessage.Invocation call) throws HubProtocolException {
        @Nullable String id = call.invocationId();
        if (id != null && stops.containsKey(id)) {
            refuse(id, "Invocation ID '%s' is already in use.".formatted(id));
            return;
        }
        boolean mayRun = running < limits.maxParallelInvocations();
        if (!mayRun && waiting.size() >= limits.maxWaitingInvocations()) {
            throw new HubProtocolException(DisconnectCause.TOO_MANY_INVOCATIONS, "Too many invocations are waiting");
        }
        if (id != null) {
            stops.put(id, () -> {});
        }
        if (mayRun) {
            run(call);
        } else {
            waiting.add(call);
        }
    }

    private void run(HubMessage.Invocation call) {
        running++;
        @Nullable String id = call.invocationId();
        context.invoker().invoke(caller, call).thenAccept(answer -> context.self()
                .tell(finished(id, answer)));
    }

    private HubConnectionActor.InvocationFinished finished(@Nullable String id, HubInvoker.Answer answer) {
        if (id == null) {
            return new HubConnectionActor.InvocationFinished(null, null, answer.whenQueued());
        }
        try {
            Frame completion = protocol.write(new HubMessage.Completion(id, answer.outcome()));
            return new HubConnectionActor.InvocationFinished(id, completion, answer.whenQueued());
        } catch (RuntimeException e) {
            return new HubConnectionActor.InvocationFinished(id, unwritable(id, e), () -> {});
        }
    }

    void onStreamInvocation(HubMessage.StreamInvocation call) {
        String id = call.invocationId();
        if (stops.containsKey(id)) {
            refuse(id, "Invocation ID '%s' is already in use.".formatted(id));
        } else if (streams >= limits.maxStreams()) {
            refuse(id, "Too many streams are open.");
        } else {
            streams++;
            Pair<UniqueKillSwitch, CompletionStage<Done>> stream = stream(call).run(context.materializer());
            stops.put(id, stream.first()::shutdown);
            stream.second().whenComplete((done, error) -> context.self()
                    .tell(new HubConnectionActor.StreamFinished(id, completion(id, ended(call, error)))));
        }
    }

    /**
     * <pre>
     *  items of the method ─▶ into the outbox, so many not gone out yet ─▶ until stopped
     * </pre>
     */
    private RunnableGraph<Pair<UniqueKillSwitch, CompletionStage<Done>>> stream(HubMessage.StreamInvocation call) {
        return context.invoker().stream(caller, call)
                .map(item -> protocol.write(new HubMessage.StreamItem(call.invocationId(), item)))
                .mapAsync(context.settings().outbound().streamWindow(), context.outbox()::answer)
                .viaMat(KillSwitches.single(), Keep.right())
                .toMat(Sink.ignore(), Keep.both());
    }

    private HubMessage.Outcome ended(HubMessage.StreamInvocation call, @Nullable Throwable error) {
        return error == null
                ? new HubMessage.Outcome.Nothing()
                : context.invoker().streamFailed(caller, call.target(), error);
    }

    void onFinished(HubConnectionActor.InvocationFinished finished) {
        running--;
        if (finished.invocationId() != null && finished.completion() != null) {
            stops.remove(finished.invocationId());
            context.outbox().answer(finished.completion());
        }
        whenQueued(finished);
        HubMessage.Invocation next = waiting.poll();
        if (next != null) {
            run(next);
        }
    }

    private void whenQueued(HubConnectionActor.InvocationFinished finished) {
        try {
            finished.whenQueued().run();
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("connection", caller.connectionId())
                    .setCause(e)
                    .log("What was to follow a hub method's answer failed");
        }
    }

    void onFinished(HubConnectionActor.StreamFinished finished) {
        streams--;
        stops.remove(finished.invocationId());
        context.outbox().answer(finished.completion());
    }

    /** Does nothing where there is no such invocation: it may have ended meanwhile. */
    void onCancel(String invocationId) {
        stops.getOrDefault(invocationId, () -> {}).run();
    }

    /** Nobody is there for the answers any more. */
    void stop() {
        waiting.clear();
        stops.values().forEach(Runnable::run);
    }

    private void refuse(String id, String error) {
        context.outbox().answer(completion(id, new HubMessage.Outcome.Failed(error)));
    }

    /** Renders an answer, on the thread of whoever has it. */
    private Frame completion(String id, HubMessage.Outcome outcome) {
        try {
            return protocol.write(new HubMessage.Completion(id, outcome));
        } catch (RuntimeException e) {
            return unwritable(id, e);
        }
    }

    private Frame unwritable(String id, RuntimeException cause) {
        log.atError()
                .addKeyValue("connection", caller.connectionId())
                .setCause(cause)
                .log("The result of a hub method cannot be written");
        return protocol.write(new HubMessage.Completion(
                id, new HubMessage.Outcome.Failed("An error occurred on the server while writing the result.")));
    }
}
