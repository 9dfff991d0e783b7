package dev.earshot.transcript;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The readers of one call and how far each of them has got. No reader can hold up another, or the log. */
final class Subscribers {

    private static final Logger log = LoggerFactory.getLogger(Subscribers.class);

    private final String callId;
    private final Map<SubscriberPort, Long> cursors = new LinkedHashMap<>();

    Subscribers(String callId) {
        this.callId = callId;
    }

    /** Serves a reader from after {@code seq} on, which it has by other means. */
    void add(SubscriberPort subscriber, long seq) {
        cursors.put(subscriber, seq);
    }

    void remove(SubscriberPort subscriber) {
        cursors.remove(subscriber);
    }

    boolean any() {
        return !cursors.isEmpty();
    }

    /**
     * Offers a durable event: a reader without room for it is told to resume from its cursor, and leaves.
     *
     * @return whether any reader took it
     */
    boolean offer(LoggedEvent event) {
        boolean taken = false;
        for (SubscriberPort subscriber : List.copyOf(cursors.keySet())) {
            switch (offered(subscriber, event.rendered(), event.seq())) {
                case TAKEN -> {
                    cursors.put(subscriber, event.seq());
                    taken = true;
                }
                case FULL -> drop(subscriber);
                case GONE -> cursors.remove(subscriber);
            }
        }
        return taken;
    }

    /** Offers a volatile event: a reader without room for it does without. */
    void offer(String json) {
        for (SubscriberPort subscriber : List.copyOf(cursors.keySet())) {
            if (offered(subscriber, json, SubscriberPort.VOLATILE) == SubscriberPort.Offer.GONE) {
                cursors.remove(subscriber);
            }
        }
    }

    private void drop(SubscriberPort subscriber) {
        Long cursor = cursors.remove(subscriber);
        if (cursor == null) {
            return;
        }
        log.atInfo()
                .addKeyValue("call", callId)
                .addKeyValue("afterSeq", cursor)
                .log("A reader was too slow and must resume");
        try {
            subscriber.resumeFrom(cursor);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("call", callId).setCause(e).log("A dropped reader failed");
        }
    }

    private SubscriberPort.Offer offered(SubscriberPort subscriber, String json, long seq) {
        try {
            return subscriber.offer(json, seq);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("call", callId).setCause(e).log("A reader failed and is no longer served");
            return SubscriberPort.Offer.GONE;
        }
    }
}
