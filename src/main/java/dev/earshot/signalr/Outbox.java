package dev.earshot.signalr;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Graph;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The frames of one connection on their way to the socket, bounded in items and in bytes. Events of the application are
 * refused beyond the bound. Answers cannot be refused, so they have as much room again, and a client that fills even that is
 * not reading: the connection is cut. Safe for any thread.
 *
 * <pre>
 *  offer ─▶ queue ─▶ leave (gives the room back) ─▶ cut ─▶ socket
 * </pre>
 */
final class Outbox {

    private final HubSettings.Outbound bounds;
    private final BoundedSourceQueue<Entry> queue;
    private final Source<Frame, NotUsed> frames;
    private final SharedKillSwitch cut;
    private final AtomicBoolean sent = new AtomicBoolean();
    private final CompletableFuture<Done> overflow = new CompletableFuture<>();

    private final Object lock = new Object();
    private int queuedItems;
    private long queuedBytes;
    private boolean closed;

    private record Entry(Frame frame, CompletableFuture<Done> left) {}

    private Outbox(HubSettings.Outbound bounds, Materializer materializer) {
        this.bounds = bounds;
        this.cut = KillSwitches.shared("hub-connection");
        Pair<BoundedSourceQueue<Entry>, Source<Entry, NotUsed>> source =
                Source.<Entry>queue(2 * bounds.maxItems()).preMaterialize(materializer);
        this.queue = source.first();
        this.frames = source.second().map(this::leave).via(cut.flow());
    }

    static Outbox create(HubSettings.Outbound bounds, Materializer materializer) {
        return new Outbox(bounds, materializer);
    }

    /** To be run once. Completes after {@link #complete()}, when everything queued has gone out, or at once after a cut. */
    Source<Frame, NotUsed> frames() {
        return frames;
    }

    /** Ends with the outgoing side on {@link #cut()}, for the incoming side to pass through. */
    <T> Graph<FlowShape<T, T>, SharedKillSwitch> cutToo() {
        return cut.flow();
    }

    /** Queues an event of the application. */
    SendResult offer(Frame frame) {
        return enqueue(new Entry(frame, new CompletableFuture<>()), 1);
    }

    /**
     * Queues what the protocol itself has to say.
     *
     * @return done when the frame has left the queue; never, if the connection ends first
     */
    CompletionStage<Done> answer(Frame frame) {
        Entry entry = new Entry(frame, new CompletableFuture<>());
        if (enqueue(entry, 2) == SendResult.FULL) {
            overflow.complete(Done.getInstance());
        }
        return entry.left();
    }

    /** Done when an answer found no room: the client does not read. */
    CompletionStage<Done> overflow() {
        return overflow;
    }

    private SendResult enqueue(Entry entry, int share) {
        synchronized (lock) {
            if (closed) {
                return SendResult.CLOSED;
            }
            int bytes = entry.frame().bytes();
            // An empty queue takes anything, or a frame above the bound could never be sent.
            boolean fits =
                    queuedItems < share * bounds.maxItems() && queuedBytes + bytes <= (long) share * bounds.maxBytes();
            if (!fits && queuedItems > 0) {
                return SendResult.FULL;
            }
            if (queue.offer(entry) != QueueOfferResult.enqueued()) {
                return SendResult.CLOSED;
            }
            queuedItems++;
            queuedBytes += bytes;
        }
        sent.set(true);
        return SendResult.ACCEPTED;
    }

    private Frame leave(Entry entry) {
        synchronized (lock) {
            queuedItems--;
            queuedBytes -= entry.frame().bytes();
        }
        entry.left().complete(Done.getInstance());
        return entry.frame();
    }

    /** Whether anything was queued since the last time this was asked. */
    boolean sentSinceLastAsked() {
        return sent.getAndSet(false);
    }

    /** Takes nothing more; what is queued still goes out. */
    void complete() {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                completeQueue();
            }
        }
    }

    private void completeQueue() {
        try {
            queue.complete();
        } catch (IllegalStateException e) {
            // The socket ended first, which comes to the same.
        }
    }

    /** Ends both directions of the connection now, whatever is queued. */
    void cut() {
        synchronized (lock) {
            closed = true;
        }
        cut.shutdown();
    }
}
