package dev.earshot.simulator.caller;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of one call, each when it is due and the ones before it are done, and keeps the account. What is late is taken at
 * once, until the call has caught up. The call's clock starts with its first open socket: nothing is said that cannot be heard.
 * Confined to its event loop.
 *
 * <pre>
 *   Stepping ◁──▷ Waiting (for a socket, or for the server to have heard)
 *       └── no step left, or a socket that ended without our doing ──▷ Over
 * </pre>
 */
public final class CallRun {

    /**
     * What became of a call.
     *
     * @param account of what was said; exact only where the caller hung up, as nobody knows how much a broken line had carried
     */
    public record Outcome(CallAccount account, LineEnd end) {}

    private final EventLoop loop;
    private final URI socket;
    private final IntFunction<Map<String, String>> headers;
    private final double pace;
    private final Iterator<CallStep> steps;
    private final CallAccount account = new CallAccount();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private @Nullable CallStep next;
    private @Nullable MediaLine line;
    private @Nullable MediaLine old;
    private boolean waiting;
    private boolean started;
    private long startNanos;

    private CallRun(
            EventLoop loop,
            URI socket,
            IntFunction<Map<String, String>> headers,
            double pace,
            Iterator<CallStep> steps) {
        this.loop = loop;
        this.socket = socket;
        this.headers = headers;
        this.pace = pace;
        this.steps = steps;
    }

    /**
     * Places the call.
     *
     * @param headers of the upgrade, asked for anew with each attempt from 1 on
     * @param pace 1 is real time; infinity waits for nothing
     * @return fails only where a step cannot be made up
     */
    public static CompletableFuture<Outcome> start(
            EventLoop loop,
            URI socket,
            IntFunction<Map<String, String>> headers,
            double pace,
            Iterator<CallStep> steps) {
        CallRun run = new CallRun(loop, socket, headers, pace, steps);
        loop.execute(run::go);
        return run.outcome;
    }

    private void go() {
        try {
            step();
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private void step() {
        while (!waiting && !outcome.isDone()) {
            if (next == null && !steps.hasNext()) {
                over(new LineEnd.HungUp());
                return;
            }
            CallStep step = next == null ? steps.next() : next;
            long delay = delayNanos(step);
            if (delay > 0) {
                next = step;
                var unused = loop.schedule(this::go, delay, TimeUnit.NANOSECONDS);
                return;
            }
            next = null;
            take(step);
        }
    }

    private long delayNanos(CallStep step) {
        return started ? startNanos + (long) (step.atMicros() * 1_000 / pace) - System.nanoTime() : 0;
    }

    private void take(CallStep step) {
        if (step instanceof CallStep.Dial dial) {
            waiting = true;
            whenHeard(() -> dial(dial));
        } else if (step instanceof CallStep.Say say) {
            if (line != null && line.say(say.json(), say.wire())) {
                account.book(say.entries());
            }
        } else if (step instanceof CallStep.SayOnOld say) {
            if (old != null && old.say(say.json(), Wire.TEXT)) {
                account.book(say.entries());
            }
        } else if (step instanceof CallStep.Leave leave) {
            waiting = true;
            whenHeard(() -> leave(leave));
        } else if (step instanceof CallStep.Note note) {
            account.book(note.entries());
        } else if (step instanceof CallStep.StopReading stop) {
            stopReading(stop);
        }
    }

    private void whenHeard(Runnable then) {
        if (line == null) {
            then.run();
        } else {
            line.whenHeard(then);
        }
    }

    private void dial(CallStep.Dial dial) {
        old = line;
        line = null;
        line = MediaLine.dial(loop, socket, headers.apply(dial.attempt()), new Hearing(dial.attempt() == 1));
    }

    private void leave(CallStep.Leave leave) {
        account.book(leave.entries());
        if (line == null) {
            resume();
        } else if (leave.way() instanceof CallStep.Way.Close close) {
            line.hangUp(close.code());
        } else if (leave.way() instanceof CallStep.Way.Reset) {
            line.reset();
        } else {
            line.vanish();
        }
    }

    private void stopReading(CallStep.StopReading stop) {
        if (line != null) {
            account.book(stop.entries());
            line.stopReading((long) (stop.micros() / pace / 1_000));
        }
    }

    /** Not at once: whoever calls may be in the middle of a step. */
    private void resume() {
        loop.execute(() -> {
            waiting = false;
            go();
        });
    }

    private void over(LineEnd end) {
        if (line != null) {
            line.hangUp(1_000);
        }
        if (old != null) {
            old.hangUp(1_000);
        }
        outcome.complete(new Outcome(account, end));
    }

    private final class Hearing implements MediaLine.Listener {
        private final boolean first;

        Hearing(boolean first) {
            this.first = first;
        }

        @Override
        public void onOpen() {
            if (first) {
                started = true;
                startNanos = System.nanoTime();
                resume();
            } else {
                // Once this is answered the server has taken the new socket for the call's own.
                whenHeard(CallRun.this::resume);
            }
        }

        @Override
        public void onClosed(MediaLine closed, LineEnd end) {
            if (closed == old) {
                old = null;
            } else if (closed == line || line == null) {
                line = null;
                if (end instanceof LineEnd.HungUp) {
                    resume();
                } else {
                    over(end);
                }
            }
        }
    }
}
