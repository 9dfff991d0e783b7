package dev.earshot.transcript;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One connection to Redis, shared by all calls. It is made when first needed and comes back by itself; meanwhile every
 * command fails at once. Commands on their way are bounded, and each has a time limit.
 */
final class RedisLink implements AutoCloseable {

    private final ClientResources resources = DefaultClientResources.builder()
            .reconnectDelay(Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(2), 2, TimeUnit.MILLISECONDS))
            .build();
    private final RedisURI uri;
    private final RedisClient client;
    private CompletableFuture<StatefulRedisConnection<String, String>> connection;

    RedisLink(String url, Duration commandTimeout, int requestQueueSize) {
        this.uri = RedisURI.create(url);
        uri.setTimeout(commandTimeout);
        this.client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(requestQueueSize)
                .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
                .build());
        this.connection = connect();
    }

    /** Does something with the connection; whatever goes wrong has a name. */
    <T> CompletionStage<T> run(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> work) {
        return connection()
                .thenCompose(connected -> work.apply(connected.async()))
                .handle((result, failure) -> {
                    if (failure != null) {
                        throw named(failure);
                    }
                    return result;
                });
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** The client reconnects what was connected once; a first attempt that failed is made again here. */
    private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
        if (connection.isCompletedExceptionally()) {
            connection = connect();
        }
        return connection;
    }

    private CompletableFuture<StatefulRedisConnection<String, String>> connect() {
        return client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
    }

    private static StoreException named(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (!(cause instanceof RedisCommandExecutionException) || cause instanceof RedisLoadingException) {
            return new StoreException(StoreFailure.AWAY, cause);
        }
        String message = String.valueOf(cause.getMessage());
        boolean stale = message.startsWith(RedisAppend.STALE);
        return new StoreException(stale ? StoreFailure.STALE_OWNER : StoreFailure.REFUSED, cause);
    }
}
