package dev.earshot.signalr;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * What was sent to a client that may resume, until it says that it has it. Bounded in items and bytes as {@link Outbox}
 * says. Guarded by the outbox it belongs to.
 */
final class ReplayBuffer {

    private final HubSettings.Reconnect bounds;
    private final Queue<Frame> unacknowledged = new ArrayDeque<>();
    private long bytes;
    private long lastId;
    private CompletableFuture<Done> room = CompletableFuture.completedFuture(Done.getInstance());

    ReplayBuffer(HubSettings.Reconnect bounds) {
        this.bounds = bounds;
    }

    /** As {@link SocketQueue#hasRoom}. */
    boolean hasRoom(Frame frame, int share) {
        return unacknowledged.isEmpty() || fits(1, frame.bytes(), share);
    }

    private boolean fits(int moreItems, int moreBytes, int share) {
        return unacknowledged.size() + moreItems <= share * bounds.maxItems()
                && bytes + moreBytes <= (long) share * bounds.maxBytes();
    }

    /**
     * Keeps a frame that fits.
     *
     * @return done while, or as soon as, there is room for what can wait
     */
    CompletionStage<Done> add(Frame frame) {
        lastId++;
        unacknowledged.add(frame);
        bytes += frame.bytes();
        if (room.isDone() && !fits(0, 0, 1)) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** The number of the first frame that is here, or of the next one that will be. */
    long firstId() {
        return lastId + 1 - unacknowledged.size();
    }

    List<Frame> unacknowledged() {
        return List.copyOf(unacknowledged);
    }

    /**
     * The client has everything up to this number.
     *
     * @return to be completed by the caller: there is room again for what waits
     * @throws HubProtocolException if it cannot have
     */
    CompletableFuture<Done> acknowledge(long id) throws HubProtocolException {
        if (id > lastId) {
            throw HubProtocolException.malformed("More is acknowledged than was sent");
        }
        for (long first = firstId(); first <= id; first++) {
            bytes -= unacknowledged.remove().bytes();
        }
        return fits(0, 0, 1) ? room : new CompletableFuture<>();
    }
}
