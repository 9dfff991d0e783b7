package dev.earshot.signalr;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * The frames that wait for one socket. Bounded by who fills it ({@link #hasRoom}); what a resumed connection sends again is
 * bounded where it was kept, and takes nobody's room. Safe for any thread.
 *
 * <pre>
 *  put ─▶ queue ─▶ leave (gives the room back) ─▶ cut ─▶ socket
 * </pre>
 */
final class SocketQueue {

    private final HubSettings.Outbound bounds;
    private final BoundedSourceQueue<Entry> queue;
    private final Source<Frame, NotUsed> frames;
    private final SharedKillSwitch cut = KillSwitches.shared("hub-connection");

    private final Queue<Entry> waiting = new ArrayDeque<>();
    private int items;
    private long bytes;

    /** @param again sent before, over another socket */
    private record Entry(Frame frame, boolean again, CompletableFuture<Done> left) {}

    private SocketQueue(HubSettings settings, Materializer materializer) {
        this.bounds = settings.outbound();
        int sentAgain = 2 * settings.reconnect().maxItems() + 1;
        Pair<BoundedSourceQueue<Entry>, Source<Entry, NotUsed>> source =
                Source.<Entry>queue(2 * bounds.maxItems() + sentAgain).preMaterialize(materializer);
        this.queue = source.first();
        this.frames = source.second().map(this::leave).via(cut.flow());
    }

    static SocketQueue create(HubSettings settings, Materializer materializer) {
        return new SocketQueue(settings, materializer);
    }

    /** To be run once. Completes after {@link #complete()}, when everything put has gone out, or at once after a cut. */
    Source<Frame, NotUsed> frames() {
        return frames;
    }

    /** Ends with the outgoing side on {@link #cut()}, for the incoming side to pass through. */
    <T> Graph<FlowShape<T, T>, SharedKillSwitch> cutToo() {
        return cut.flow();
    }

    /**
     * Whether a frame fits. An empty queue takes anything, or a frame above the bound could never be sent.
     *
     * @param share how often the bounds may be filled
     */
    synchronized boolean hasRoom(Frame frame, int share) {
        return items == 0
                || (items < share * bounds.maxItems() && bytes + frame.bytes() <= (long) share * bounds.maxBytes());
    }

    /**
     * Puts a frame that fits.
     *
     * @return done when it has left, or never will; empty if the socket has ended
     */
    Optional<CompletionStage<Done>> put(Frame frame) {
        return put(new Entry(frame, false, new CompletableFuture<>()));
    }

    /** Puts a frame that takes no room. */
    void putAgain(Frame frame) {
        put(new Entry(frame, true, new CompletableFuture<>()));
    }

    private synchronized Optional<CompletionStage<Done>> put(Entry entry) {
        if (queue.offer(entry) != QueueOfferResult.enqueued()) {
            return Optional.empty();
        }
        waiting.add(entry);
        count(entry, 1);
        return Optional.of(entry.left());
    }

    private Frame leave(Entry entry) {
        synchronized (this) {
            if (waiting.remove(entry)) { // always the first, if it was not released
                count(entry, -1);
            }
        }
        entry.left().complete(Done.getInstance());
        return entry.frame();
    }

    private void count(Entry entry, int change) {
        if (!entry.again()) {
            items += change;
            bytes += (long) change * entry.frame().bytes();
        }
    }

    /** Takes nothing more; what is there still goes out. */
    void complete() {
        try {
            queue.complete();
        } catch (IllegalStateException e) {
            // The socket ended first, which comes to the same.
        }
    }

    /** Ends both directions now, whatever waits, and whoever waits for it waits no more. */
    void cut() {
        cut.shutdown();
        release().forEach(entry -> entry.left().complete(Done.getInstance()));
    }

    private synchronized Queue<Entry> release() {
        Queue<Entry> released = new ArrayDeque<>(waiting);
        waiting.clear();
        return released;
    }
}
