package dev.earshot.simulator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What left and what was heard, of all calls: the one place that decides what is lost, late, double, out of order or
 * another call's. Confined to the bench's event loop.
 */
final class FrameBook {
    private static final long MAX_LATENCY_MICROS = 3_600_000_000L;
    private static final int DIGITS = 3;

    private final List<CallFrames> calls = new ArrayList<>();
    private final Histogram latencyMicros = new Histogram(MAX_LATENCY_MICROS, DIGITS);
    private long heardInWindow;
    private long duplicated;
    private long outOfOrder;
    private long crossTalk;
    private long reheard;
    private long unreadable;
    private long slips;
    private long early;

    /** @param framesPerCall the most that a call will send */
    FrameBook(int calls, int framesPerCall) {
        for (int call = 0; call < calls; call++) {
            this.calls.add(new CallFrames(framesPerCall));
        }
    }

    /** The next frame that a call is to send. */
    int nextFrame(int call) {
        return calls.get(call).sent();
    }

    /** @param micros since the bench began */
    void onDeparted(int call, int micros) {
        calls.get(call).onDeparted(micros);
    }

    void openWindow() {
        calls.forEach(CallFrames::openWindow);
    }

    void closeWindow() {
        calls.forEach(CallFrames::closeWindow);
    }

    boolean allHeard() {
        return calls.stream().allMatch(call -> call.lostInWindow() == 0 && call.lostBeforeWindow() == 0);
    }

    /** A session that hears one call, which its first tag names. */
    HeardSession session() {
        return new HeardSession(this);
    }

    /** A call's frames, or null for a number that no call has. */
    @Nullable
    CallFrames call(int call) {
        return call < calls.size() ? calls.get(call) : null;
    }

    void onHeard(CallFrames call, int frame, int micros) {
        call.onHeard(frame);
        if (call.inWindow(frame)) {
            heardInWindow++;
            latencyMicros.recordValue(Math.max(0, Math.min(MAX_LATENCY_MICROS, micros - call.departedMicros(frame))));
        }
    }

    void onDuplicate() {
        duplicated++;
    }

    void onOutOfOrder() {
        outOfOrder++;
    }

    void onCrossTalk() {
        crossTalk++;
    }

    void onReheard() {
        reheard++;
    }

    void onUnreadable() {
        unreadable++;
    }

    void onSlip() {
        slips++;
    }

    void onEarly() {
        early++;
    }

    FrameCounts counts() {
        return new FrameCounts(
                sum(CallFrames::sentInWindow),
                heardInWindow,
                sum(CallFrames::lostInWindow),
                sum(CallFrames::lostBeforeWindow),
                sum(call -> call.firstFrameLost() ? 1 : 0),
                duplicated,
                outOfOrder,
                crossTalk,
                unreadable,
                slips,
                early,
                reheard);
    }

    Quantiles latency() {
        return Quantiles.ofMicros(latencyMicros);
    }

    private long sum(ToIntFunction<CallFrames> part) {
        return calls.stream().mapToLong(part::applyAsInt).sum();
    }
}
