package dev.earshot.signalr;

import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Source;

/** The example of the README, word for word. */
final class RoomExample {

    private RoomExample() {}

    static Route route(ActorSystem<?> system) {
        // README from here
        Set<HubConnection> present = ConcurrentHashMap.newKeySet();
        Hub hub = Hub.builder()
                .onConnected(present::add)
                .onDisconnected((connection, cause) -> present.remove(connection))
                .method("Say", String.class, (caller, text) -> {
                    if (text.isBlank()) {
                        throw new HubException("Say something"); // no other exception's text leaves the server
                    }
                    RawJson event = new RawJson("{\"words\":%d}".formatted(text.split(" ").length));
                    for (HubConnection connection : present) {
                        if (connection.send("said", event) == SendResult.FULL) {
                            connection.close("Too slow", true);
                        }
                    }
                    return CompletableFuture.completedFuture(present.size());
                })
                .stream("Count", Integer.class, (caller, to) -> Source.range(1, to))
                .build();
        HubServer server = HubServer.create(system, hub);
        return pathPrefix(segment("hubs").slash("room"), () -> HubRoute.create(server));
        // to here
    }
}
