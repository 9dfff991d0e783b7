package dev.earshot.simulator;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Lets element {@code n} pass at {@code n} intervals after the first one, never before. Each moment is counted from the
 * first element and not from the one before, so that late timers do not add up: what is late leaves at once, until the
 * stream has caught up.
 */
final class AcsCallerPacing<T> extends GraphStage<FlowShape<T, T>> {

    private static final String DUE = "due";

    private final Inlet<T> in = Inlet.create("AcsCallerPacing.in");
    private final Outlet<T> out = Outlet.create("AcsCallerPacing.out");
    private final FlowShape<T, T> shape = FlowShape.of(in, out);
    private final long intervalNanos;
    private final LongSupplier nanoClock;

    /** The clock is {@code System::nanoTime}, or one that a test moves. */
    AcsCallerPacing(Duration interval, LongSupplier nanoClock) {
        this.intervalNanos = interval.toNanos();
        this.nanoClock = nanoClock;
    }

    @Override
    public FlowShape<T, T> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inheritedAttributes) {
        return new Logic();
    }

    /** How long element {@code n} still has to wait; zero or less where it is late. */
    long delayNanos(long element, long start, long now) {
        return start + element * intervalNanos - now;
    }

    private final class Logic extends TimerGraphStageLogic {

        private long start;
        private long elements;
        private @Nullable T waiting;

        Logic() {
            super(shape);
            setHandlers(in, out, new AbstractInOutHandler() {
                @Override
                public void onPush() {
                    pace(grab(in));
                }

                @Override
                public void onPull() {
                    pull(in);
                }

                @Override
                public void onUpstreamFinish() {
                    if (waiting == null) {
                        completeStage();
                    }
                }
            });
        }

        private void pace(T element) {
            long now = nanoClock.getAsLong();
            if (elements == 0) {
                start = now;
            }
            long delay = delayNanos(elements, start, now);
            elements++;
            if (delay <= 0) {
                push(out, element);
            } else {
                waiting = element;
                scheduleOnce(DUE, Duration.ofNanos(delay));
            }
        }

        @Override
        public void onTimer(Object timer) {
            T due = waiting;
            waiting = null;
            if (due != null) {
                push(out, due);
            }
            if (isClosed(in)) {
                completeStage();
            }
        }
    }
}
