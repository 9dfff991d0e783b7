package dev.earshot.transcript;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of this node have written and the store has not confirmed, as far as it waits in memory alone; and what
 * the store said no to. Safe from any thread. A byte is a character of JSON.
 */
public final class StoreBacklog {

    /**
     * What may wait in memory alone. Past the first two of them a log goes to disk at once.
     *
     * @param call of one call
     * @param node of all calls
     * @param endedBytes of all calls, where the disk takes nothing either: a call that ends past this is given up
     */
    public record Limits(Amount call, Amount node, long endedBytes) {
        public static final Limits DEFAULT =
                new Limits(new Amount(2_000, 1 << 20), new Amount(50_000, 64 << 20), 256 << 20);

        public Limits {
            if (call.events() < 1 || call.bytes() < 1 || node.events() < 1 || node.bytes() < 1 || endedBytes < 1) {
                throw new IllegalArgumentException("limits must be positive: " + call + ", " + node);
            }
        }
    }

    /** Events, and their JSON. */
    public record Amount(long events, long bytes) {
        static final Amount NOTHING = new Amount(0, 0);

        boolean exceeds(Amount limit) {
            return events > limit.events || bytes > limit.bytes;
        }
    }

    private final Limits limits;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final CallsAway callsAway = new CallsAway();
    private final LongAdder stored = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Map<StoreFailure, LongAdder> refused = new EnumMap<>(StoreFailure.class);

    public StoreBacklog(Limits limits) {
        this.limits = limits;
        for (StoreFailure cause : StoreFailure.values()) {
            refused.put(cause, new LongAdder());
        }
    }

    public long events() {
        return events.get();
    }

    public long bytes() {
        return bytes.get();
    }

    /** Calls whose writer could not write when it last tried. */
    public int callsAway() {
        return callsAway.calls();
    }

    /** Events that calls have brought into the store; what waits on disk is counted there. */
    public long stored() {
        return stored.sum();
    }

    /** Events that were given up, for whatever cause. */
    public long lost() {
        return lost.sum();
    }

    /** Times that the store, or the disk, did not do what it was asked. */
    public long refused(StoreFailure cause) {
        return counter(cause).sum();
    }

    /** One more failure; whoever writes into the store says so. */
    public void onRefused(StoreFailure cause) {
        counter(cause).increment();
    }

    void onStored(long count) {
        stored.add(count);
    }

    void onLost(long count) {
        lost.add(count);
    }

    /** Whether a call that ends now has no place in memory either. */
    boolean full() {
        return bytes.get() > limits.endedBytes();
    }

    /** The part of one call, which ends it. */
    Share share(TranscriptActor.Call call) {
        return new Share(call.callId());
    }

    private LongAdder counter(StoreFailure cause) {
        return refused.getOrDefault(cause, new LongAdder());
    }

    /** What one call adds to the backlog; for its writer alone. */
    final class Share {
        private final String callId;
        private Amount waiting = Amount.NOTHING;
        private @Nullable StoreFailure away;

        Share(String callId) {
            this.callId = callId;
        }

        void set(Amount now) {
            events.addAndGet(now.events() - waiting.events());
            bytes.addAndGet(now.bytes() - waiting.bytes());
            waiting = now;
        }

        void onAway(StoreFailure cause) {
            if (away == null) {
                callsAway.onAway(callId, cause);
                away = cause;
            }
        }

        void onBack() {
            if (away != null) {
                callsAway.onBack(callId, away);
                away = null;
            }
        }

        Amount waiting() {
            return waiting;
        }

        /** Whether more waits in memory than may. */
        boolean tooMuch() {
            return waiting.exceeds(limits.call())
                    || (waiting.events() > 0 && new Amount(events.get(), bytes.get()).exceeds(limits.node()));
        }

        void close() {
            set(Amount.NOTHING);
            if (away != null) {
                callsAway.onOver(away);
                away = null;
            }
        }
    }
}
