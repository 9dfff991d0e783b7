package dev.earshot.signalr;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one connection has to send, on whichever socket it has now. Bounded in items and in bytes: what waits for
 * the socket by {@link HubSettings.Outbound}, and what a client that may resume has not acknowledged by
 * {@link HubSettings.Reconnect}. Events of the application are refused beyond either bound. Answers cannot be refused, so
 * they have as much room again, and a client that fills even that is not reading: it is cut off. Safe for any thread.
 *
 * <pre>
 *  events, answers ─┬─▶ replay buffer ──(resume)──┐
 *                   └─────────────────────────────┴─▶ socket queue ─▶ socket
 *  pings, acks, farewells ────────────────────────────▲
 * </pre>
 */
final class Outbox {

    private static final CompletionStage<Done> DONE = CompletableFuture.completedFuture(Done.getInstance());

    private final AtomicBoolean sent = new AtomicBoolean();
    private final CompletableFuture<Done> overflow = new CompletableFuture<>();

    private final Object lock = new Object();
    /** Null while a client that may resume is away. */
    private @Nullable SocketQueue socket;

    private @Nullable ReplayBuffer replay;
    private boolean closed;

    /** @param passed done when the next may follow, for who sends no faster than the client takes it */
    private record Sent(SendResult result, CompletionStage<Done> passed) {

        static Sent not(SendResult result) {
            return new Sent(result, new CompletableFuture<>());
        }
    }

    Outbox(SocketQueue socket) {
        this.socket = socket;
    }

    /** From here on everything is kept until it is acknowledged. */
    void keepForReplay(ReplayBuffer buffer) {
        synchronized (lock) {
            replay = buffer;
        }
    }

    /** Sends an event of the application. */
    SendResult offer(Frame frame) {
        return send(frame, true, 1).result();
    }

    /**
     * Sends an answer, or an item of a stream.
     *
     * @return done when the client has taken it so far that another may follow; never, if the connection ends first
     */
    CompletionStage<Done> answer(Frame frame) {
        Sent result = send(frame, true, 2);
        reportFull(result);
        return result.passed();
    }

    /** Sends what the protocol itself has to say: for this socket only, and lost with it. */
    void control(Frame frame) {
        reportFull(send(frame, false, 2));
    }

    private void reportFull(Sent attempt) {
        if (attempt.result() == SendResult.FULL) {
            overflow.complete(Done.getInstance());
        }
    }

    /** Done when there was no room for something that cannot be refused: the client does not read. */
    CompletionStage<Done> overflow() {
        return overflow;
    }

    private Sent send(Frame frame, boolean counted, int share) {
        synchronized (lock) {
            if (closed) {
                return Sent.not(SendResult.CLOSED);
            }
            ReplayBuffer keeping = counted ? replay : null;
            if ((keeping != null && !keeping.hasRoom(frame, share))
                    || (socket != null && !socket.hasRoom(frame, share))) {
                return Sent.not(SendResult.FULL);
            }
            Optional<CompletionStage<Done>> left = socket == null ? Optional.empty() : socket.put(frame);
            if (left.isEmpty() && keeping == null) {
                return Sent.not(SendResult.CLOSED);
            }
            sent.set(true);
            CompletionStage<Done> taken = left.orElse(DONE);
            return new Sent(
                    SendResult.ACCEPTED,
                    keeping == null ? taken : taken.thenCombine(keeping.add(frame), (done, room) -> done));
        }
    }

    /** The client has everything up to this number. */
    void acknowledged(long id) throws HubProtocolException {
        CompletableFuture<Done> room;
        synchronized (lock) {
            if (replay == null) {
                return;
            }
            room = replay.acknowledge(id);
        }
        room.complete(Done.getInstance());
    }

    /** Whether this is the socket that the connection has now. */
    boolean isOn(SocketQueue other) {
        synchronized (lock) {
            return other.equals(socket);
        }
    }

    /** The socket has ended; what is sent from now on is kept. */
    void detach() {
        synchronized (lock) {
            if (socket != null) {
                socket.cut();
                socket = null;
            }
        }
    }

    /**
     * Goes on over another socket, with everything that is not acknowledged.
     *
     * @param sequence renders the message that says with which number that begins
     */
    void resume(SocketQueue next, LongFunction<Frame> sequence) {
        synchronized (lock) {
            detach();
            if (closed || replay == null) {
                next.cut();
                return;
            }
            socket = next;
            next.putAgain(sequence.apply(replay.firstId()));
            replay.unacknowledged().forEach(next::putAgain);
        }
        sent.set(true);
    }

    /** Whether anything was sent since the last time this was asked. */
    boolean sentSinceLastAsked() {
        return sent.getAndSet(false);
    }

    /** Takes nothing more; what waits for the socket still goes out. */
    void complete() {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                replay = null;
                if (socket != null) {
                    socket.complete();
                }
            }
        }
    }

    /** Ends both directions of the socket now, whatever waits. */
    void cut() {
        synchronized (lock) {
            closed = true;
            replay = null;
            detach();
        }
    }
}
