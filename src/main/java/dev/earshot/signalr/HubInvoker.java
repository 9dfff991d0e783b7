package dev.earshot.signalr;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a hub's methods by name, binds their arguments and calls them. Whatever goes wrong becomes an outcome, whose text
 * tells the client nothing of the server's inside unless it comes from a {@link HubException}.
 */
final class HubInvoker {

    /**
     * How a plain method ended.
     *
     * @param whenQueued what the method wants done once the client's answer is on its way
     */
    record Answer(HubMessage.Outcome outcome, Runnable whenQueued) {

        private static Answer of(HubMessage.Outcome outcome) {
            return new Answer(outcome, () -> {});
        }
    }

    private static final Logger log = LoggerFactory.getLogger(HubInvoker.class);

    private final Hub hub;
    private final ObjectMapper reader;

    HubInvoker(Hub hub) {
        this.hub = hub;
        this.reader = strict(hub.mapper());
    }

    /** A string is no number and a number no string: who sends one for the other has the arguments wrong. */
    @SuppressWarnings("deprecation") // MapperFeature can be set on a copy only through these
    private static ObjectMapper strict(ObjectMapper mapper) {
        ObjectMapper strict = mapper.copy()
                .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        strict.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return strict;
    }

    /** Calls a plain method. The stage never fails. */
    CompletionStage<Answer> invoke(HubConnection caller, HubMessage.Invocation call) {
        return result(caller, call)
                .<Answer>thenApply(this::answer)
                .exceptionally(error -> Answer.of(failed(
                        caller,
                        call.target(),
                        error,
                        "An unexpected error occurred invoking '%s' on the server.".formatted(call.target()))));
    }

    private CompletionStage<?> result(HubConnection caller, HubMessage.Invocation call) {
        try {
            HubMethod<CompletionStage<?>> method = hub.method(call.target())
                    .orElseThrow(() -> hub.stream(call.target()).isPresent()
                            ? new HubException(
                                    "The client attempted to invoke the streaming '%s' method with a non-streaming invocation."
                                            .formatted(call.target()))
                            : unknown(call.target()));
            return method.body().apply(caller, bind(method, call.target(), call.arguments(), call.streamIds()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Answer answer(@Nullable Object value) {
        return value instanceof HubReply reply
                ? new Answer(outcome(reply.result()), reply.whenQueued())
                : Answer.of(outcome(value));
    }

    private HubMessage.Outcome outcome(@Nullable Object value) {
        return value == null || value instanceof Done
                ? new HubMessage.Outcome.Nothing()
                : new HubMessage.Outcome.Value(tree(value));
    }

    /** Opens a stream: its items as trees. Fails, as a stream, with whatever goes wrong. */
    Source<JsonNode, ?> stream(HubConnection caller, HubMessage.StreamInvocation call) {
        try {
            HubMethod<Source<?, ?>> method = hub.stream(call.target())
                    .orElseThrow(() -> hub.method(call.target()).isPresent()
                            ? new HubException(
                                    "The client attempted to invoke the non-streaming '%s' method with a streaming invocation."
                                            .formatted(call.target()))
                            : unknown(call.target()));
            return method.body()
                    .apply(caller, bind(method, call.target(), call.arguments(), call.streamIds()))
                    .map(this::tree);
        } catch (RuntimeException e) {
            return Source.failed(e);
        }
    }

    /** How a stream that failed is told to the client. */
    HubMessage.Outcome streamFailed(HubConnection caller, String target, Throwable error) {
        return failed(caller, target, error, "An error occurred on the server while streaming results.");
    }

    private JsonNode tree(Object value) {
        if (value instanceof JsonNode node) {
            return node;
        }
        return value instanceof RawJson raw ? raw.toNode() : hub.mapper().valueToTree(value);
    }

    private List<Object> bind(HubMethod<?> method, String target, List<JsonNode> arguments, List<String> streamIds) {
        List<Class<?>> types = method.parameterTypes();
        if (!streamIds.isEmpty()) {
            throw new HubException("Method '%s' takes no stream from the client".formatted(target));
        }
        if (arguments.size() != types.size()) {
            throw notBound(target);
        }
        List<Object> bound = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            bound.add(argument(target, arguments.get(i), types.get(i)));
        }
        return bound;
    }

    private Object argument(String target, JsonNode argument, Class<?> type) {
        if (type == JsonNode.class) {
            return argument;
        }
        try {
            Object value = argument.isNull() ? null : reader.treeToValue(argument, type);
            if (value != null) {
                return value;
            }
        } catch (Exception e) {
            // Also what a type's own deserializer throws: it has met what it does not know.
            log.atDebug().addKeyValue("type", type.getSimpleName()).log("An argument does not fit");
        }
        throw notBound(target);
    }

    private static HubException unknown(String target) {
        return new HubException("Unknown hub method '%s'".formatted(target));
    }

    private static HubException notBound(String target) {
        return new HubException("Failed to invoke '%s' due to an error on the server.".formatted(target));
    }

    private static HubMessage.Outcome failed(HubConnection caller, String target, Throwable error, String text) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof HubException told && told.getMessage() != null) {
            return new HubMessage.Outcome.Failed(told.getMessage());
        }
        log.atError()
                .addKeyValue("connection", caller.connectionId())
                .addKeyValue("method", target)
                .setCause(cause)
                .log("A hub method failed");
        return new HubMessage.Outcome.Failed(text);
    }
}
