package dev.earshot.transcript;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis, shared by all calls: one connection, or one to each node of a cluster. It is made at once and comes
 * back by itself. Commands on their way are bounded, and each has a time limit.
 *
 * <p>A connection may be up and yet lead nowhere: to a server that hangs, to one that is no master any more. It is
 * replaced when several commands in a row had no answer, and at once when the server says that it takes no writes. The
 * next one is made to wherever the master is by then.
 *
 * <pre>
 *   connecting ──▶ connected ── takes no writes ──▶ connecting     commands wait for it
 *     │ failed       │    ▲
 *     └───▶ away ◀───┘    │                                        commands fail at once
 *           │  ▲   silent │
 *           └──┘ asked again, until there is a connection
 * </pre>
 *
 * Who is away is known here for all: commands of hundreds of calls would else pile up before each attempt and fail at the
 * moment of its timeout, all together. For the same reason a connection that is replaced stays until what is under way on
 * it has had its time.
 */
final class RedisLink implements AutoCloseable {

    private static final int SILENT_COMMANDS = 3;
    static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final RedisConnector connector;
    private final Consumer<Throwable> unreachable;
    private final Duration commandTimeout;
    private final Timer timer;
    private volatile Attempt attempt;
    private boolean closed;

    /** When something is to be done. */
    interface Timer extends AutoCloseable {
        void after(Duration delay, Runnable task);

        @Override
        void close();
    }

    /** The client's own threads. */
    private record ClientTimer(ClientResources resources) implements Timer {
        @Override
        public void after(Duration delay, Runnable task) {
            var unused = resources.eventExecutorGroup().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** One connection, made or in the making, and how many of its newest commands in a row had no answer. */
    private static final class Attempt {
        private final CompletableFuture<RedisConnector.Connection> connection;
        private final AtomicInteger silent = new AtomicInteger();
        private final @Nullable StoreFailure known;

        /** @param known why Redis cannot be had, as far as one knows; null lets commands wait for the connection */
        Attempt(RedisConnector connector, @Nullable StoreFailure known) {
            this.connection = connector.connect().toCompletableFuture();
            this.known = known;
        }

        CompletionStage<RedisConnector.Connection> connection() {
            return known == null || connection.isDone()
                    ? connection
                    : CompletableFuture.failedStage(new StoreException(known, null));
        }

        void close() {
            var unused = connection.thenCompose(made -> made.close().get());
        }
    }

    /** @param unreachable told why, each time that no connection was made */
    RedisLink(RedisConnector connector, Consumer<Throwable> unreachable, Duration commandTimeout, Timer timer) {
        this.connector = connector;
        this.unreachable = unreachable;
        this.commandTimeout = commandTimeout;
        this.timer = timer;
        synchronized (this) {
            this.attempt = begin(null);
        }
    }

    /** See {@link RedisConnector#to}. */
    static RedisLink to(RedisAddress address, Duration commandTimeout, int requestQueueSize) {
        ClientResources resources = DefaultClientResources.builder()
                .reconnectDelay(
                        Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(2), 2, TimeUnit.MILLISECONDS))
                .build();
        RedisOutages outages = new RedisOutages(System::nanoTime);
        return new RedisLink(
                RedisConnector.to(address, resources, commandTimeout, requestQueueSize, outages),
                failure -> outages.onUnreachable(address.toString(), failure),
                commandTimeout,
                new ClientTimer(resources));
    }

    /** Does something with the connection; whatever goes wrong has a name. */
    <T> CompletionStage<T> run(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> work) {
        Attempt current = attempt;
        return current.connection()
                .thenCompose(connected -> work.apply(connected.commands())
                        .whenComplete((result, failure) -> onAnswer(current, connected, failure)))
                .handle((result, failure) -> {
                    if (failure != null) {
                        throw RedisFailure.named(failure);
                    }
                    return result;
                });
    }

    private void onAnswer(Attempt asked, RedisConnector.Connection connected, @Nullable Throwable failure) {
        if (failure != null && RedisFailure.noAnswer(failure)) {
            connected.lookAgain().run();
            if (asked.silent.incrementAndGet() >= SILENT_COMMANDS) {
                replace(asked, StoreFailure.AWAY);
            }
            return;
        }
        asked.silent.set(0);
        if (failure != null && RedisFailure.fromReplica(failure)) {
            replace(asked, null);
        }
    }

    private synchronized void replace(Attempt asked, @Nullable StoreFailure known) {
        if (attempt == asked) {
            attempt = begin(known);
            later(commandTimeout, asked::close);
        }
    }

    /** The client reconnects what was connected once; an attempt that failed is made again here. */
    private Attempt begin(@Nullable StoreFailure known) {
        Attempt begun = new Attempt(connector, known);
        var unused = begun.connection.whenComplete((made, failure) -> {
            if (failure != null) {
                unreachable.accept(failure);
                StoreFailure why = RedisFailure.named(failure).failure();
                later(BETWEEN_ATTEMPTS, () -> beginAgain(why));
            }
        });
        return begun;
    }

    private synchronized void beginAgain(StoreFailure known) {
        if (!closed) {
            attempt = begin(known);
        }
    }

    private synchronized void later(Duration delay, Runnable task) {
        if (!closed) {
            timer.after(delay, task);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        connector.close();
        timer.close();
    }
}
