package dev.earshot.signalr;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.earshot.Patience;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Directives;

/** A hub on a real socket, at {@code /hubs/room}. */
final class HubFixture implements AutoCloseable {

    private final ActorTestKit kit = ActorTestKit.create();
    final HubServer server;
    private final ServerBinding binding;

    HubFixture(Hub hub, HubSettings settings, Authenticator authenticator) throws Exception {
        this.server = HubServer.create(kit.system(), hub, settings, authenticator);
        this.binding = Http.get(kit.system())
                .newServerAt("127.0.0.1", 0)
                .bind(Directives.pathPrefix(segment("hubs").slash("room"), () -> HubRoute.create(server)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    HubFixture(Hub hub) throws Exception {
        this(hub, patient(), Authenticator.allowAll());
    }

    /** The defaults, but no client is pinged, given up or cut off because it does not get to run for a while. */
    static HubSettings patient() {
        return closingWithin(Patience.LIMIT);
    }

    /** The same, but no test waits longer than this for a socket that does not end. */
    static HubSettings closingWithin(Duration close) {
        HubSettings.Reconnect reconnect = HubSettings.defaults().reconnect();
        return HubSettings.defaults()
                .withTiming(
                        new HubSettings.Timing(Patience.LIMIT, Patience.LIMIT, Patience.LIMIT.multipliedBy(2), close))
                .withReconnect(new HubSettings.Reconnect(
                        true, Patience.LIMIT, reconnect.maxItems(), reconnect.maxBytes(), reconnect.maxWaiting()));
    }

    int port() {
        return binding.localAddress().getPort();
    }

    String url(String scheme) {
        return url(scheme, port());
    }

    static String url(String scheme, int port) {
        return "%s://127.0.0.1:%d/hubs/room".formatted(scheme, port);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
