package dev.earshot.transcript;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Makes connections to one Redis, of whatever kind it is. A connection comes back by itself once it was there; until then
 * its commands fail at once.
 */
interface RedisConnector extends AutoCloseable {

    /**
     * A connection, of which only that is used which servers, Sentinel's masters and clusters have in common: no
     * transactions, and no command whose keys lie apart.
     *
     * @param close gives it up
     */
    record Connection(RedisClusterAsyncCommands<String, String> commands, Supplier<CompletionStage<Void>> close) {}

    CompletionStage<Connection> connect();

    @Override
    void close();

    /**
     * The one for an address.
     *
     * @param commandTimeout for each command, and for a connection to be made
     * @param requestQueueSize commands on their way at once, on each connection
     */
    static RedisConnector to(
            RedisAddress address, ClientResources resources, Duration commandTimeout, int requestQueueSize) {
        ClientOptions options = ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(requestQueueSize)
                .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
                .socketOptions(
                        SocketOptions.builder().connectTimeout(commandTimeout).build())
                .sslOptions(trusted(address))
                .build();
        return switch (address.kind()) {
            case SERVER -> single(at(address.hosts().get(0), address, commandTimeout), resources, options);
            case SENTINEL -> single(bySentinel(address, commandTimeout), resources, options);
            case CLUSTER -> cluster(address, commandTimeout, resources, options);
        };
    }

    private static SslOptions trusted(RedisAddress address) {
        Path authorities = address.authorities();
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
        return authorities == null
                ? ssl.build()
                : ssl.trustManager(authorities.toFile()).build();
    }

    private static RedisURI at(RedisAddress.Host host, RedisAddress address, Duration timeout) {
        return withLogin(RedisURI.builder().withHost(host.name()).withPort(host.port()), address)
                .withDatabase(address.database())
                .withSsl(address.tls())
                .withTimeout(timeout)
                .build();
    }

    /** The login is the servers' own; the sentinels may have another password, or none. */
    private static RedisURI bySentinel(RedisAddress address, Duration timeout) {
        RedisURI.Builder uri = withLogin(RedisURI.builder(), address)
                .withDatabase(address.database())
                .withSentinelMasterId(address.master())
                .withTimeout(timeout);
        for (RedisAddress.Host host : address.hosts()) {
            RedisURI.Builder sentinel = RedisURI.builder()
                    .withHost(host.name())
                    .withPort(host.port())
                    .withTimeout(timeout);
            uri.withSentinel(
                    address.sentinelPassword().isEmpty()
                            ? sentinel.build()
                            : sentinel.withPassword(address.sentinelPassword().toCharArray())
                                    .build());
        }
        return uri.withSsl(address.tls()).build();
    }

    private static RedisURI.Builder withLogin(RedisURI.Builder uri, RedisAddress address) {
        char[] password = address.password().toCharArray();
        if (password.length == 0) {
            return uri;
        }
        return address.user().isEmpty() ? uri.withPassword(password) : uri.withAuthentication(address.user(), password);
    }

    /** Where Sentinel is asked, it is asked again whenever the connection is made anew. */
    private static RedisConnector single(RedisURI uri, ClientResources resources, ClientOptions options) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options);
        return new RedisConnector() {
            @Override
            public CompletionStage<Connection> connect() {
                return client.connectAsync(StringCodec.UTF8, uri)
                        .thenApply(made -> new Connection(made.async(), made::closeAsync));
            }

            @Override
            public void close() {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        };
    }

    /** Who has which slot is asked now and then, and at once when a node says that it has moved or cannot be reached. */
    private static RedisConnector cluster(
            RedisAddress address, Duration timeout, ClientResources resources, ClientOptions options) {
        List<RedisURI> seeds =
                address.hosts().stream().map(host -> at(host, address, timeout)).toList();
        RedisClusterClient client = RedisClusterClient.create(resources, seeds);
        client.setOptions(ClusterClientOptions.builder(options)
                .validateClusterNodeMembership(false)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(15))
                        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                        .refreshTriggersReconnectAttempts(2)
                        .build())
                .build());
        return new RedisConnector() {
            @Override
            public CompletionStage<Connection> connect() {
                return client.refreshPartitionsAsync()
                        .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
                        .thenCompose(made -> connectMasters(made)
                                .thenApply(ready -> new Connection(made.async(), made::closeAsync)));
            }

            @Override
            public void close() {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        };
    }

    /** The first command to a node would else be rejected, as to one that is away. One that is indeed is not waited for. */
    private static CompletionStage<Void> connectMasters(StatefulRedisClusterConnection<String, String> cluster) {
        return CompletableFuture.allOf(cluster.getPartitions().stream()
                .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM))
                .map(RedisClusterNode::getUri)
                .map(node -> cluster.getConnectionAsync(node.getHost(), node.getPort())
                        .handle((connected, failure) -> true)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
