package dev.earshot.console;

import dev.earshot.call.Calls;
import dev.earshot.signalr.HubConnection;
import dev.earshot.signalr.HubException;
import dev.earshot.signalr.RawJson;
import dev.earshot.signalr.SendResult;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one console has asked for. */
final class ConsoleConnection {
    private static final int MAX_SUBSCRIPTIONS = 100;

    private final HubConnection connection;
    private final Calls calls;
    private final Map<String, HubSubscription> subscriptions = new HashMap<>();
    private @Nullable Runnable endWatching;

    ConsoleConnection(HubConnection connection, Calls calls) {
        this.connection = connection;
        this.calls = calls;
    }

    synchronized HubSubscription subscribe(String callId) {
        unsubscribe(callId);
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
            throw new HubException("No more than " + MAX_SUBSCRIPTIONS + " calls at once");
        }
        HubSubscription subscription = new HubSubscription(connection, callId);
        subscriptions.put(callId, subscription);
        return subscription;
    }

    /** It came to nothing. */
    synchronized void forget(String callId, HubSubscription subscription) {
        subscriptions.remove(callId, subscription);
    }

    synchronized void unsubscribe(String callId) {
        HubSubscription subscription = subscriptions.remove(callId);
        if (subscription != null) {
            calls.unsubscribe(callId, subscription);
        }
    }

    synchronized void watch() {
        if (endWatching == null) {
            endWatching = calls.watch(
                    list -> connection.send("calls", new RawJson(Rendering.calls(list.calls()))) != SendResult.CLOSED);
        }
    }

    synchronized void unwatch() {
        if (endWatching != null) {
            endWatching.run();
            endWatching = null;
        }
    }

    synchronized void onDisconnected() {
        unwatch();
        Map.copyOf(subscriptions).keySet().forEach(this::unsubscribe);
    }
}
