package dev.earshot.signalr;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.stream.javadsl.Source;

/** The room of the README: what one says, all hear. */
final class ExampleHub {

    private final Set<HubConnection> present = ConcurrentHashMap.newKeySet();

    Hub.Builder definition() {
        return Hub.builder()
                .onConnected(present::add)
                .onDisconnected((connection, cause) -> present.remove(connection))
                .method("Say", String.class, (caller, text) -> {
                    if (text.isBlank()) {
                        throw new HubException("Say something");
                    }
                    tellAll(new RawJson("{\"words\":%d}".formatted(text.split(" ").length)));
                    return CompletableFuture.completedFuture(present.size());
                })
                .stream("Count", Integer.class, (caller, to) -> Source.range(1, to));
    }

    void tellAll(RawJson event) {
        for (HubConnection connection : present) {
            if (connection.send("said", event) == SendResult.FULL) {
                connection.close("Too slow", true);
            }
        }
    }

    int present() {
        return present.size();
    }
}
