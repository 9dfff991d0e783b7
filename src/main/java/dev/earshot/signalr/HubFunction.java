package dev.earshot.signalr;

/**
 * The bodies of hub methods, by the number of arguments they take from the client. They run on the connection's actor and
 * must not block. A client's argument is never null.
 */
public final class HubFunction {

    private HubFunction() {}

    /** Takes no argument. */
    @FunctionalInterface
    public interface Of0<R> {
        R apply(HubConnection caller);
    }

    /** Takes one argument. */
    @FunctionalInterface
    public interface Of1<A, R> {
        R apply(HubConnection caller, A first);
    }

    /** Takes two arguments. */
    @FunctionalInterface
    public interface Of2<A, B, R> {
        R apply(HubConnection caller, A first, B second);
    }

    /** Takes three arguments. */
    @FunctionalInterface
    public interface Of3<A, B, C, R> {
        R apply(HubConnection caller, A first, B second, C third);
    }
}
