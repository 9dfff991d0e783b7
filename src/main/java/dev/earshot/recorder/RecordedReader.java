package dev.earshot.recorder;

import dev.earshot.transcript.SubscriberPort;

/** A console that reads a recorded call's log: what becomes of what it is offered is written. */
final class RecordedReader implements SubscriberPort {

    private final int number;
    private final SubscriberPort reader;
    private final LiveOrder order;

    /** @param number of the reader in its call, from 1 */
    RecordedReader(int number, SubscriberPort reader, LiveOrder order) {
        this.number = number;
        this.reader = reader;
        this.order = order;
    }

    int number() {
        return number;
    }

    @Override
    public Offer offer(String json, long seq) {
        Offer answer = Offer.GONE; // what a reader that fails is taken for
        try {
            answer = reader.offer(json, seq);
            return answer;
        } finally {
            order.write(new RecordWriter(RecordKind.OFFERED).number(number).text(answer.name()));
        }
    }

    @Override
    public void resumeFrom(long afterSeq) {
        reader.resumeFrom(afterSeq);
    }
}
