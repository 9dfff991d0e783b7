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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis, shared by all calls: one connection, or one to each node of a cluster. It is made when first needed
 * and comes back by itself; meanwhile every command fails at once. Commands on their way are bounded, and each has a time
 * limit.
 *
 * <p>A connection may be up and yet lead nowhere: to a server that hangs, to one that is no master any more. It is
 * replaced when several commands in a row had no answer, and at once when the server says that it takes no writes. The
 * next one is made to wherever the master is by then.
 */
final class RedisLink implements AutoCloseable {

    private static final int SILENT_COMMANDS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final ClientResources resources = DefaultClientResources.builder()
            .reconnectDelay(Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(2), 2, TimeUnit.MILLISECONDS))
            .build();
    private final RedisOutages outages = new RedisOutages(System::nanoTime);
    private final String address;
    private final RedisConnector connector;
    private Attempt attempt;

    RedisLink(RedisAddress address, Duration commandTimeout, int requestQueueSize) {
        this.address = address.toString();
        this.connector = RedisConnector.to(address, resources, commandTimeout, requestQueueSize, outages);
        this.attempt = connect();
    }

    private Attempt connect() {
        CompletableFuture<RedisConnector.Connection> connection =
                connector.connect().toCompletableFuture();
        var unused = connection.whenComplete((made, failure) -> {
            if (failure != null) {
                outages.onUnreachable(address, failure);
            }
        });
        return new Attempt(connection);
    }

    /** One connection, made or in the making, and how many of its newest commands in a row had no answer. */
    private static final class Attempt {
        private final CompletableFuture<RedisConnector.Connection> connection;
        private final AtomicInteger silent = new AtomicInteger();
        private final long since = System.nanoTime();

        Attempt(CompletableFuture<RedisConnector.Connection> connection) {
            this.connection = connection;
        }

        /** The client reconnects what was connected once; a first attempt that failed is made again here. */
        boolean over() {
            return connection.isCompletedExceptionally() && System.nanoTime() - since > BETWEEN_ATTEMPTS.toNanos();
        }

        boolean leadsNowhere(@Nullable Throwable failure) {
            if (failure != null && RedisFailure.noAnswer(failure)) {
                return silent.incrementAndGet() >= SILENT_COMMANDS;
            }
            silent.set(0);
            return failure != null && RedisFailure.fromReplica(failure);
        }

        void close() {
            var unused = connection.thenCompose(made -> made.close().get());
        }
    }

    /** Does something with the connection; whatever goes wrong has a name. */
    <T> CompletionStage<T> run(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> work) {
        Attempt current = current();
        return current.connection
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
        }
        if (asked.leadsNowhere(failure)) {
            replace(asked);
        }
    }

    private synchronized Attempt current() {
        if (attempt.over()) {
            attempt = connect();
        }
        return attempt;
    }

    private synchronized void replace(Attempt asked) {
        if (attempt == asked) {
            attempt = connect();
            asked.close();
        }
    }

    @Override
    public void close() {
        connector.close();
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
