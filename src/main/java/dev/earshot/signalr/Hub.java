package dev.earshot.signalr;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.pekko.stream.javadsl.Source;

/**
 * What a hub can do: its methods with the types of their arguments, and what it does when a connection comes and goes. Holds
 * no connections; one definition may serve any number of servers.
 *
 * <p>A plain method gives back a stage: of null or {@code Done} where there is nothing to say, of a {@code JsonNode} or a
 * {@link RawJson}, or of anything else that the hub's mapper can write; or of a {@link HubReply}, which holds one of these and
 * what is to be done once the answer is on its way. A streaming method gives back a source of the same;
 * it is read no faster than the client takes it. Arguments that are not exactly as many as, or not of, the registered types
 * never reach a method.
 */
public final class Hub {

    private final Map<String, HubMethod<CompletionStage<?>>> methods;
    private final Map<String, HubMethod<Source<?, ?>>> streams;
    private final Consumer<HubConnection> onConnected;
    private final BiConsumer<HubConnection, DisconnectCause> onDisconnected;
    private final ObjectMapper mapper;

    private Hub(Builder builder) {
        this.methods = Map.copyOf(builder.methods);
        this.streams = Map.copyOf(builder.streams);
        this.onConnected = builder.onConnected;
        this.onDisconnected = builder.onDisconnected;
        this.mapper = builder.mapper;
    }

    /** A hub without methods, to be given some. */
    public static Builder builder() {
        return new Builder();
    }

    Optional<HubMethod<CompletionStage<?>>> method(String name) {
        return Optional.ofNullable(methods.get(key(name)));
    }

    Optional<HubMethod<Source<?, ?>>> stream(String name) {
        return Optional.ofNullable(streams.get(key(name)));
    }

    Consumer<HubConnection> onConnected() {
        return onConnected;
    }

    BiConsumer<HubConnection, DisconnectCause> onDisconnected() {
        return onDisconnected;
    }

    ObjectMapper mapper() {
        return mapper;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Collects the definition. Parameter types are boxed classes; names must differ in more than case. */
    public static final class Builder {

        private final Map<String, HubMethod<CompletionStage<?>>> methods = new HashMap<>();
        private final Map<String, HubMethod<Source<?, ?>>> streams = new HashMap<>();
        private Consumer<HubConnection> onConnected = connection -> {};
        private BiConsumer<HubConnection, DisconnectCause> onDisconnected = (connection, cause) -> {};
        private ObjectMapper mapper = new ObjectMapper();

        private Builder() {}

        public Builder method(String name, HubFunction.Of0<CompletionStage<?>> body) {
            return add(methods, name, List.of(), bind(body));
        }

        public <A> Builder method(String name, Class<A> first, HubFunction.Of1<A, CompletionStage<?>> body) {
            return add(methods, name, List.of(first), bind(first, body));
        }

        public <A, B> Builder method(
                String name, Class<A> first, Class<B> second, HubFunction.Of2<A, B, CompletionStage<?>> body) {
            return add(methods, name, List.of(first, second), bind(first, second, body));
        }

        public <A, B, C> Builder method(
                String name,
                Class<A> first,
                Class<B> second,
                Class<C> third,
                HubFunction.Of3<A, B, C, CompletionStage<?>> body) {
            return add(methods, name, List.of(first, second, third), bind(first, second, third, body));
        }

        public Builder stream(String name, HubFunction.Of0<Source<?, ?>> body) {
            return add(streams, name, List.of(), bind(body));
        }

        public <A> Builder stream(String name, Class<A> first, HubFunction.Of1<A, Source<?, ?>> body) {
            return add(streams, name, List.of(first), bind(first, body));
        }

        public <A, B> Builder stream(
                String name, Class<A> first, Class<B> second, HubFunction.Of2<A, B, Source<?, ?>> body) {
            return add(streams, name, List.of(first, second), bind(first, second, body));
        }

        public <A, B, C> Builder stream(
                String name,
                Class<A> first,
                Class<B> second,
                Class<C> third,
                HubFunction.Of3<A, B, C, Source<?, ?>> body) {
            return add(streams, name, List.of(first, second, third), bind(first, second, third, body));
        }

        /** Called after the handshake and before any method, on the connection's actor; must not block. */
        public Builder onConnected(Consumer<HubConnection> callback) {
            this.onConnected = callback;
            return this;
        }

        /** Called once for every connection that {@code onConnected} saw, when nothing can be sent to it any more. */
        public Builder onDisconnected(BiConsumer<HubConnection, DisconnectCause> callback) {
            this.onDisconnected = callback;
            return this;
        }

        /** Writes what methods give back, and reads arguments, though never more leniently than JSON's own types. */
        public Builder mapper(ObjectMapper mapper) {
            this.mapper = mapper;
            return this;
        }

        public Hub build() {
            return new Hub(this);
        }

        private <R> Builder add(
                Map<String, HubMethod<R>> target,
                String name,
                List<Class<?>> types,
                BiFunction<HubConnection, List<Object>, R> body) {
            if (methods.containsKey(key(name)) || streams.containsKey(key(name))) {
                throw new IllegalArgumentException("Method '%s' is there already".formatted(name));
            }
            target.put(key(name), new HubMethod<>(name, types, body));
            return this;
        }

        private static <R> BiFunction<HubConnection, List<Object>, R> bind(HubFunction.Of0<R> body) {
            return (caller, arguments) -> body.apply(caller);
        }

        private static <A, R> BiFunction<HubConnection, List<Object>, R> bind(
                Class<A> first, HubFunction.Of1<A, R> body) {
            return (caller, arguments) -> body.apply(caller, first.cast(arguments.get(0)));
        }

        private static <A, B, R> BiFunction<HubConnection, List<Object>, R> bind(
                Class<A> first, Class<B> second, HubFunction.Of2<A, B, R> body) {
            return (caller, arguments) ->
                    body.apply(caller, first.cast(arguments.get(0)), second.cast(arguments.get(1)));
        }

        private static <A, B, C, R> BiFunction<HubConnection, List<Object>, R> bind(
                Class<A> first, Class<B> second, Class<C> third, HubFunction.Of3<A, B, C, R> body) {
            return (caller, arguments) -> body.apply(
                    caller, first.cast(arguments.get(0)), second.cast(arguments.get(1)), third.cast(arguments.get(2)));
        }
    }
}
