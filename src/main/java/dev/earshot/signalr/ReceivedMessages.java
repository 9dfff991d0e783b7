package dev.earshot.signalr;

/**
 * Counts what a client that may resume has sent, so that what it sends again is not done again, and so that it learns what
 * need not be kept. Of any other client everything is news. Belongs to the connection's actor.
 */
final class ReceivedMessages {

    /** Clients stop sending when they keep 100 000 bytes: they are told well before. */
    private static final int BYTES_TO_ACKNOWLEDGE_AT_ONCE = 32 * 1024;

    private final boolean counting;
    private long next = 1;
    private long latest;
    private long acknowledged;
    private int bytes;
    private boolean awaitingSequence;

    ReceivedMessages(boolean counting) {
        this.counting = counting;
    }

    /** Whether the client may resume. */
    boolean counting() {
        return counting;
    }

    /** Whether this message is to be acted on. */
    boolean isNews(HubMessage message) {
        if (!counting) {
            return true;
        }
        if (awaitingSequence) {
            return message instanceof HubMessage.Sequence;
        }
        if (!message.isCounted()) {
            return true;
        }
        long number = next++;
        if (number <= latest) {
            return false;
        }
        latest = number;
        return true;
    }

    /** The client begins again with the message of this number. */
    void onSequence(long first) throws HubProtocolException {
        if (!counting) {
            return;
        }
        if (first < 1 || first > latest + 1) {
            throw HubProtocolException.malformed("Messages are missing between two sockets");
        }
        next = first;
        awaitingSequence = false;
    }

    /** There is another socket, on which a sequence comes first. The last acknowledgement may have been lost. */
    void onResumed() {
        awaitingSequence = counting;
        acknowledged = 0;
        bytes = 0;
    }

    void onBytes(int more) {
        bytes += more;
    }

    boolean acknowledgementIsDue() {
        return counting && latest > acknowledged;
    }

    boolean acknowledgementIsUrgent() {
        return acknowledgementIsDue() && bytes >= BYTES_TO_ACKNOWLEDGE_AT_ONCE;
    }

    /** To be sent now. */
    HubMessage.Ack acknowledgement() {
        acknowledged = latest;
        bytes = 0;
        return new HubMessage.Ack(latest);
    }
}
