package dev.earshot.transcript;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Connections to all masters of a cluster, made before anything is asked of them: the first command to a node would else
 * be rejected, as one to a node that is away. Who has which slot is asked now and then, and at once when a node says that
 * it has moved or cannot be reached, or says nothing; whoever is a master by then is dialled at once, too.
 */
final class ClusterConnector implements RedisConnector {

    private final Client client;
    private final RedisOutages outages;
    private final AtomicBoolean looking = new AtomicBoolean();

    ClusterConnector(List<RedisURI> seeds, ClientResources resources, ClientOptions options, RedisOutages outages) {
        this.outages = outages;
        this.client = new Client(resources, seeds);
        client.setOptions(ClusterClientOptions.builder(options)
                .validateClusterNodeMembership(false)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(15))
                        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                        .refreshTriggersReconnectAttempts(2)
                        .build())
                .build());
    }

    /** Whoever is a master by now is dialled before it is asked. */
    private final class Client extends RedisClusterClient {
        Client(ClientResources resources, List<RedisURI> seeds) {
            super(resources, seeds);
        }

        @Override
        protected void updatePartitionsInConnections() {
            super.updatePartitionsInConnections();
            forEachClusterConnection(ClusterConnector.this::dialMasters);
        }
    }

    @Override
    public CompletionStage<Connection> connect() {
        return client.refreshPartitionsAsync()
                .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
                .thenCompose(this::connectMasters);
    }

    private CompletionStage<Connection> connectMasters(StatefulRedisClusterConnection<String, String> cluster) {
        return dialMasters(cluster)
                .thenCompose(failure -> failure == null
                        ? CompletableFuture.completedStage(
                                new Connection(cluster.async(), this::lookAgain, cluster::closeAsync))
                        : cluster.closeAsync().thenCompose(closed -> CompletableFuture.failedStage(failure)));
    }

    private void lookAgain() {
        if (looking.compareAndSet(false, true)) {
            var unused = client.refreshPartitionsAsync().whenComplete((known, failure) -> looking.set(false));
        }
    }

    /** Gives why none of them can be reached, null where one can: those that cannot are complained of, not waited for. */
    private CompletionStage<@Nullable Throwable> dialMasters(StatefulRedisClusterConnection<?, ?> cluster) {
        List<CompletableFuture<@Nullable Throwable>> dialled = cluster.getPartitions().stream()
                .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM))
                .map(node -> dial(cluster, node.getUri()))
                .toList();
        return CompletableFuture.allOf(dialled.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    List<@Nullable Throwable> failures =
                            dialled.stream().map(CompletableFuture::join).toList();
                    return failures.isEmpty() || failures.contains(null) ? null : failures.get(0);
                });
    }

    private CompletableFuture<@Nullable Throwable> dial(StatefulRedisClusterConnection<?, ?> cluster, RedisURI node) {
        return cluster.getConnectionAsync(node.getHost(), node.getPort())
                .<@Nullable Throwable>handle((connected, failure) -> failure)
                .whenComplete((failure, none) -> {
                    if (failure != null) {
                        outages.onUnreachable(node.getHost() + ":" + node.getPort(), failure);
                    }
                })
                .toCompletableFuture();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
