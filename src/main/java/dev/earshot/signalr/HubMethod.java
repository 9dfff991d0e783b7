package dev.earshot.signalr;

import java.util.List;
import java.util.function.BiFunction;

/**
 * A method that clients may call.
 *
 * @param name as it was registered; clients may spell it in any case
 * @param parameterTypes of the arguments in {@code body}'s list, none primitive
 * @param <R> what it gives back: a stage for a plain method, a source for a stream
 */
record HubMethod<R>(String name, List<Class<?>> parameterTypes, BiFunction<HubConnection, List<Object>, R> body) {

    HubMethod {
        for (Class<?> type : parameterTypes) {
            if (type.isPrimitive()) {
                throw new IllegalArgumentException("Method '%s' takes a primitive type".formatted(name));
            }
        }
    }
}
