package dev.earshot.transcript;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
     * @param lookAgain a command had no answer: another server may have taken over
     * @param close gives it up
     */
    record Connection(
            RedisClusterAsyncCommands<String, String> commands,
            Runnable lookAgain,
            Supplier<CompletionStage<Void>> close) {}

    CompletionStage<Connection> connect();

    @Override
    void close();

    /**
     * The one for an address.
     *
     * @param commandTimeout for each command, and for a connection to be made
     * @param requestQueueSize commands on their way at once, on each connection
     * @param outages where a server that is only one of several may be complained of
     */
    static RedisConnector to(
            RedisAddress address,
            ClientResources resources,
            Duration commandTimeout,
            int requestQueueSize,
            RedisOutages outages) {
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
            case CLUSTER -> new ClusterConnector(seeds(address, commandTimeout), resources, options, outages);
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
            uri.withSentinel(withLogin(RedisURI.builder(), "", address.sentinelPassword())
                    .withHost(host.name())
                    .withPort(host.port())
                    .withTimeout(timeout)
                    .build());
        }
        return uri.withSsl(address.tls()).build();
    }

    private static List<RedisURI> seeds(RedisAddress address, Duration timeout) {
        return address.hosts().stream().map(host -> at(host, address, timeout)).toList();
    }

    private static RedisURI.Builder withLogin(RedisURI.Builder uri, RedisAddress address) {
        return withLogin(uri, address.user(), address.password());
    }

    /** From a provider, because of a password itself a URI would tell how long it is. */
    private static RedisURI.Builder withLogin(RedisURI.Builder uri, String user, String password) {
        if (password.isEmpty()) {
            return uri;
        }
        RedisCredentials login = RedisCredentials.just(user.isEmpty() ? null : user, password);
        ImmediateRedisCredentialsProvider provider = () -> login;
        return uri.withAuthentication(provider);
    }

    /** Where Sentinel is asked, it is asked again whenever the connection is made anew. */
    private static RedisConnector single(RedisURI uri, ClientResources resources, ClientOptions options) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options);
        return new RedisConnector() {
            @Override
            public CompletionStage<Connection> connect() {
                return client.connectAsync(StringCodec.UTF8, uri)
                        .thenApply(made -> new Connection(made.async(), () -> {}, made::closeAsync));
            }

            @Override
            public void close() {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        };
    }
}
