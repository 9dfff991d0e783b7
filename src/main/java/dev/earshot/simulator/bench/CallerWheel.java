package dev.earshot.simulator.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * All callers, each sending a frame every 20 ms. Their turns are spread evenly over the 20 ms, so that the turns of all
 * of them are one row with an absolute time each, and one timer serves all that is due:
 *
 * <pre>
 *   caller  0  1  2 …  N−1  0  1 …
 *   turn    0  1  2 …  N−1  N  N+1      due at turn · 20 ms / N
 * </pre>
 *
 * A turn that comes late is made good at once, and its lateness recorded. Confined to the event loop but for {@link
 * #create}.
 */
final class CallerWheel {
    private static final long FRAME_NANOS = 20_000_000;
    private static final long DIAL_EVERY_NANOS = 5_000_000;
    /** The loop would spin rather than sleep for less. */
    private static final long TICK_NANOS = 1_000_000;

    /** Sending goes on no longer before the loop has read again: who is far behind would else only send. */
    private static final long SLICE_NANOS = 5_000_000;

    private static final long MAX_LATENESS_MICROS = 60_000_000;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final BenchClock clock;
    private final FrameBook book;
    private final List<MediaCaller> callers = new ArrayList<>();
    private final AudioMessage message = new AudioMessage();
    private final Histogram latenessMicros = new Histogram(MAX_LATENESS_MICROS, 3);
    private final Runnable whenAllDialled;
    private final long startNanos = System.nanoTime();
    private final long startMillis = System.currentTimeMillis();
    private long turn;
    private int opened;
    private int refused;
    private int dropped;
    private @Nullable String firstTrouble;
    private boolean measuring;
    private boolean stopped;

    private CallerWheel(EventLoopGroup group, BenchClock clock, FrameBook book, Runnable whenAllDialled) {
        this.group = group;
        this.loop = group.next();
        this.clock = clock;
        this.book = book;
        this.whenAllDialled = whenAllDialled;
    }

    /** @param whenAllDialled run on the loop once every call is open or refused */
    static CallerWheel create(
            EventLoopGroup group, BenchClock clock, FrameBook book, String run, int calls, Runnable whenAllDialled) {
        CallerWheel wheel = new CallerWheel(group, clock, book, whenAllDialled);
        for (int call = 0; call < calls; call++) {
            wheel.callers.add(new MediaCaller("bench-%s-%05d".formatted(run, call), wheel.new Watch()));
        }
        return wheel;
    }

    /** Dials one call after another, and sends for those that are open. */
    void start(int port) {
        for (int call = 0; call < callers.size(); call++) {
            MediaCaller caller = callers.get(call);
            var unused = loop.schedule(() -> caller.dial(group, port), call * DIAL_EVERY_NANOS, TimeUnit.NANOSECONDS);
        }
        tick();
    }

    void openWindow() {
        measuring = true;
    }

    void stopSending() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    void hangUp() {
        callers.forEach(MediaCaller::hangUp);
    }

    private void tick() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime() - startNanos;
        long due = dueNanos();
        while (due <= now && System.nanoTime() - startNanos < now + SLICE_NANOS) {
            send((int) (turn % callers.size()), due);
            turn++;
            due = dueNanos();
        }
        long sleep = Math.max(TICK_NANOS, due - (System.nanoTime() - startNanos));
        var unused = loop.schedule(this::tick, sleep, TimeUnit.NANOSECONDS);
    }

    private long dueNanos() {
        return turn * FRAME_NANOS / callers.size();
    }

    private void send(int call, long due) {
        MediaCaller caller = callers.get(call);
        if (!caller.isOpen()) {
            return;
        }
        int tag = FrameTag.of(call, book.nextFrame(call));
        byte[] text = message.of(startMillis + due / 1_000_000, tag);
        if (measuring) {
            long lateness = (System.nanoTime() - startNanos - due) / 1000;
            latenessMicros.recordValue(Math.min(MAX_LATENESS_MICROS, Math.max(0, lateness)));
        }
        book.onDeparted(call, clock.micros());
        caller.send(text);
    }

    CallCounts counts() {
        return new CallCounts(callers.size(), opened, refused, dropped, firstTrouble);
    }

    Quantiles lateness() {
        return Quantiles.ofMicros(latenessMicros);
    }

    private final class Watch implements MediaCaller.Listener {
        @Override
        public void onOpen() {
            opened++;
            onDialled();
        }

        @Override
        public void onClosed(boolean wasOpen, String why) {
            firstTrouble = firstTrouble == null ? why : firstTrouble;
            if (wasOpen) {
                dropped++;
            } else {
                refused++;
                onDialled();
            }
        }

        private void onDialled() {
            if (opened + refused == callers.size()) {
                whenAllDialled.run();
            }
        }
    }
}
