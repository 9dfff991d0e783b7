package dev.earshot.simulator.bench;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One measurement, from the server's start to its end:
 *
 * <pre>
 *   start server ▷ dial all ▷ warm up ▷ window ▷ wait for stragglers ▷ hang up ▷ stop server ▷ read its logs
 * </pre>
 *
 * Everything between the sockets happens on one event loop; this class waits on the caller's thread.
 */
final class BenchRun {
    private static final int FRAMES_PER_SECOND = 50;
    private static final int DIAL_SECONDS = 90;
    private static final int STRAGGLER_SECONDS = 3;

    /** A session that comes late, or after another, catches up at no more than three times real time. */
    private static final int CATCH_UP_SECONDS = 30;

    private static final int ASK_EVERY_MS = 20;
    private static final int HANG_UP_MS = 300;
    private static final long SECOND_MS = 1_000;

    private final BenchOptions options;
    private final Target target;
    private final EventLoopGroup group = WebSockets.oneLoop();
    private final EventLoop loop = group.next();
    private final BenchClock clock = new BenchClock();
    private final CompletableFuture<Void> dialled = new CompletableFuture<>();
    private final FrameBook book;
    private final RealtimeSink sink;
    private final CallerWheel wheel;

    private BenchRun(BenchOptions options, Target target) {
        this.options = options;
        this.target = target;
        int seconds = DIAL_SECONDS + options.warmUpSeconds() + options.seconds();
        book = new FrameBook(options.calls(), seconds * FRAMES_PER_SECOND);
        sink = new RealtimeSink(clock, book, target.rate(), options.handshakeMs());
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        wheel = CallerWheel.create(group, clock, book, run, options.calls(), () -> dialled.complete(null));
    }

    /**
     * Measures.
     *
     * @throws ServerProcess.CannotStart where the server does not come up
     * @throws ServerDied where it goes before it is told to
     */
    static BenchReport of(BenchOptions options, Target target) throws IOException, InterruptedException {
        return new BenchRun(options, target).measured();
    }

    private BenchReport measured() throws IOException, InterruptedException {
        try {
            Channel listening = sink.listen(group);
            Map<String, String> environment = new HashMap<>(target.environment());
            environment.put("EARSHOT_REALTIME_URL", RealtimeSink.url(listening));
            ServerProcess server = ServerProcess.start(target.command(), environment);
            try {
                return measured(server);
            } finally {
                server.stop();
            }
        } finally {
            var unused = group.shutdownGracefully(0, SECOND_MS, TimeUnit.MILLISECONDS);
        }
    }

    private BenchReport measured(ServerProcess server) throws IOException, InterruptedException {
        loop.execute(() -> wheel.start(server.port()));
        await(server, dialled, DIAL_SECONDS);
        pass(server, options.warmUpSeconds() * SECOND_MS);
        Moment from = Moment.beforeWindow(server);
        onLoop(this::openWindow);
        pass(server, options.seconds() * SECOND_MS);
        onLoop(this::closeWindow);
        Moment to = Moment.afterWindow(server);
        awaitStragglers(server);
        onLoop(wheel::hangUp);
        pass(server, HANG_UP_MS);
        server.stop();
        GcLog collections = server.gcLog();
        return onLoop(() -> report(new Window(from, to), collections));
    }

    private void openWindow() {
        book.openWindow();
        wheel.openWindow();
        if (options.killPerSecond() > 0) {
            killAfter((long) (1e9 / options.killPerSecond()));
        }
    }

    private void killAfter(long nanos) {
        var unused = loop.schedule(
                () -> {
                    if (!wheel.stopped()) {
                        sink.kill();
                        killAfter(nanos);
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private void closeWindow() {
        wheel.stopSending();
        book.closeWindow();
    }

    private void awaitStragglers(ServerProcess server) throws InterruptedException {
        boolean mayBeBehind = options.killPerSecond() > 0 || options.handshakeMs() > 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(mayBeBehind ? CATCH_UP_SECONDS : STRAGGLER_SECONDS);
        while (System.nanoTime() < end && !onLoop(book::allHeard)) {
            pass(server, ASK_EVERY_MS);
        }
    }

    private BenchReport report(Window window, GcLog collections) {
        FrameCounts frames = book.counts();
        CallCounts calls = wheel.counts();
        return new BenchReport(
                target.name(),
                BenchReport.Setup.of(options),
                calls,
                frames,
                sink.counts(),
                book.latency(),
                window.serverCost(frames.sent(), options.calls(), collections),
                window.generatorCost(frames.sent(), wheel.lateness()),
                window.otherCores(),
                BenchReport.failures(calls, frames).isEmpty());
    }

    /** Lets time pass, as long as the server lives. */
    private void pass(ServerProcess server, long millis) throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        var unused = loop.schedule(() -> over.complete(null), millis, TimeUnit.MILLISECONDS);
        await(server, over, TimeUnit.MILLISECONDS.toSeconds(millis) + DIAL_SECONDS);
    }

    private static void await(ServerProcess server, CompletableFuture<Void> event, long seconds)
            throws InterruptedException {
        try {
            CompletableFuture.anyOf(event, server.onExit()).get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not all calls were answered within " + seconds + " s", e);
        }
        if (!event.isDone()) {
            throw new ServerDied();
        }
    }

    private void onLoop(Runnable action) throws InterruptedException {
        onLoop(() -> {
            action.run();
            return true;
        });
    }

    private <T> T onLoop(Callable<T> action) throws InterruptedException {
        try {
            return loop.submit(action).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the bench itself failed", e);
        }
    }

    /** The server ended in the middle of the run. */
    static final class ServerDied extends RuntimeException {
        ServerDied() {
            super("the server ended during the run" + ServerProcess.lastWords());
        }
    }
}
