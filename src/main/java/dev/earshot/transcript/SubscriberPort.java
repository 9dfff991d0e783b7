package dev.earshot.transcript;

/**
 * Where one console takes the events of one call. It has a bounded queue of its own and must never block: it is called
 * on the log's thread. The same object is the subscription's identity.
 */
public interface SubscriberPort {

    /** In place of a sequence number for an event that has none. */
    long VOLATILE = -1;

    /**
     * Takes one event, or says that it does not.
     *
     * @param json one event, shared between all subscribers
     * @param seq its place in the log, or {@link #VOLATILE}
     */
    Offer offer(String json, long seq);

    /** This reader was too slow and is no longer subscribed; it has everything up to {@code afterSeq}. */
    void resumeFrom(long afterSeq);

    /** What became of an offered event. */
    enum Offer {
        TAKEN,
        /** No room: a volatile event is lost, a durable one ends the subscription. */
        FULL,
        /** The reader has left; nothing need be offered any more. */
        GONE
    }
}
