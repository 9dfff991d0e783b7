package dev.earshot.console;

import dev.earshot.signalr.HubConnection;
import dev.earshot.signalr.RawJson;
import dev.earshot.signalr.SendResult;
import dev.earshot.transcript.SubscriberPort;

/** One console's subscription to one call. Its queue is the connection's own. */
final class HubSubscription implements SubscriberPort {
    private final HubConnection connection;
    private final String callId;

    HubSubscription(HubConnection connection, String callId) {
        this.connection = connection;
        this.callId = callId;
    }

    @Override
    public Offer offer(String json, long seq) {
        return switch (connection.send("event", new RawJson(json))) {
            case ACCEPTED -> Offer.TAKEN;
            case FULL -> Offer.FULL;
            case CLOSED -> Offer.GONE;
        };
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
