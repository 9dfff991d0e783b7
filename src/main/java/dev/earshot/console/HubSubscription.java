package dev.earshot.console;

import dev.earshot.signalr.HubConnection;
import dev.earshot.signalr.RawJson;
import dev.earshot.signalr.SendResult;
import dev.earshot.transcript.SubscriberPort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One console's subscription to one call. Its queue is the connection's own. What is offered before the answer to the
 * subscription is on its way waits for it, so that a client never sees an event before the snapshot that it follows.
 */
final class HubSubscription implements SubscriberPort {
    private static final int MAX_WAITING = 1_000;

    private final HubConnection connection;
    private final String callId;
    private @Nullable List<RawJson> waiting = new ArrayList<>();

    HubSubscription(HubConnection connection, String callId) {
        this.connection = connection;
        this.callId = callId;
    }

    @Override
    public synchronized Offer offer(String json, long seq) {
        RawJson event = new RawJson(json);
        if (waiting == null) {
            return send(event);
        }
        return waiting.size() < MAX_WAITING && waiting.add(event) ? Offer.TAKEN : Offer.FULL;
    }

    private Offer send(RawJson event) {
        return switch (connection.send("event", event)) {
            case ACCEPTED -> Offer.TAKEN;
            case FULL -> Offer.FULL;
            case CLOSED -> Offer.GONE;
        };
    }

    /** The answer is on its way. What has waited was taken, so it must go now, or the client must come again. */
    synchronized void onAnswered() {
        List<RawJson> waited = waiting == null ? List.of() : waiting;
        waiting = null;
        for (RawJson event : waited) {
            if (send(event) == Offer.FULL) {
                connection.close(null, true);
                return;
            }
        }
    }

    /** A queue that is too full for this word as well ends the connection: the client comes back with its cursor. */
    @Override
    public void resumeFrom(long afterSeq) {
        var cursor = Rendering.object().put("callId", callId).put("afterSeq", afterSeq);
        if (connection.send("resume", cursor) == SendResult.FULL) {
            connection.close(null, true);
        }
    }
}
