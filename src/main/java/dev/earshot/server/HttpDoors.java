package dev.earshot.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** The two listening sockets: one for callers and consoles, one for whoever runs the machine. */
public final class HttpDoors {
    private static final String ADMIN_HOST = "127.0.0.1";

    private final Door.Listening main;
    private final ServerBinding admin;
    private volatile boolean open = true;

    private HttpDoors(Door.Listening main, ServerBinding admin) {
        this.main = main;
        this.admin = admin;
    }

    /**
     * Binds both doors, or none.
     *
     * @return fails with {@link PortTaken} where another process listens
     */
    public static CompletionStage<HttpDoors> open(
            ActorSystem<?> system, ServerSettings settings, Route route, PrometheusMeterRegistry metrics) {
        Readiness readiness = new Readiness();
        return openMain(system, settings, route)
                .thenCompose(main -> openAdmin(system, settings, AdminRoute.create(metrics, readiness::ready))
                        .handle((admin, failure) -> {
                            if (failure != null) {
                                var unused = main.close();
                                main.shutDown();
                                throw new CompletionException(failure);
                            }
                            return new HttpDoors(main, admin);
                        }))
                .thenApply(readiness::of);
    }

    private static CompletionStage<Door.Listening> openMain(
            ActorSystem<?> system, ServerSettings settings, Route route) {
        return Door.open(system, settings.host(), settings.port(), route).exceptionally(failure -> {
            throw new PortTaken(settings.host(), settings.port(), failure);
        });
    }

    private static CompletionStage<ServerBinding> openAdmin(
            ActorSystem<?> system, ServerSettings settings, Route route) {
        return Http.get(system)
                .newServerAt(ADMIN_HOST, settings.adminPort())
                .bind(route)
                .exceptionally(failure -> {
                    throw new PortTaken(ADMIN_HOST, settings.adminPort(), failure);
                });
    }

    /** Where callers and consoles come in. */
    public InetSocketAddress address() {
        return main.address();
    }

    public InetSocketAddress adminAddress() {
        return admin.localAddress();
    }

    /** Lets nobody else in; who is in stays. The admin door says so and stays open. */
    public CompletionStage<Done> close() {
        open = false;
        return main.close();
    }

    /** Closes the admin door. */
    public CompletionStage<Done> closeAdmin() {
        return admin.unbind();
    }

    /** Lets go of whatever connections are left. Once nobody serves them any more. */
    public void release() {
        main.shutDown();
    }

    /** The admin door opens before there is anything to ask about. */
    private static final class Readiness {
        private volatile @Nullable HttpDoors doors;

        boolean ready() {
            HttpDoors known = doors;
            return known != null && known.open;
        }

        HttpDoors of(HttpDoors opened) {
            doors = opened;
            return opened;
        }
    }

    /** Nothing could be bound there. */
    public static final class PortTaken extends RuntimeException {
        PortTaken(String host, int port, Throwable cause) {
            super(
                    "Cannot listen on " + host + ":" + port + ": " + rootMessage(cause)
                            + " (EARSHOT_HTTP_PORT and EARSHOT_ADMIN_PORT take others, 0 any)",
                    cause);
        }

        private static String rootMessage(Throwable failure) {
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return String.valueOf(root.getMessage());
        }
    }
}
