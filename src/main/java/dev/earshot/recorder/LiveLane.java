package dev.earshot.recorder;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The lane of a call that is recorded: each thing from outside is written at the moment at which its turn has come. */
final class LiveLane implements CallLane, Runnable {

    /** Steps until other calls' lanes have a turn on this thread. */
    private static final int STEPS_IN_A_ROW = 64;

    private static final ThreadLocal<@Nullable LiveLane> RUNNING = new ThreadLocal<>();

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger stepsWaiting = new AtomicInteger();
    private final Executor executor;
    private final LiveOrder order;
    private final ToldCommands commands;
    private int steps;

    /** @param executor lends threads, one at a time */
    LiveLane(Executor executor, LiveOrder order, ToldCommands commands) {
        this.executor = executor;
        this.order = order;
        this.commands = commands;
    }

    @Override
    public boolean inside() {
        return RUNNING.get() == this;
    }

    @Override
    public void execute(Runnable step) {
        stepsWaiting.incrementAndGet();
        add(() -> {
            stepsWaiting.decrementAndGet();
            steps++;
            step.run();
        });
    }

    @Override
    public void arrive(Arrival arrival) {
        add(() -> {
            String told = commands.text(arrival.message());
            order.write(begin(told == null ? RecordKind.ARRIVED : RecordKind.TOLD)
                    .text(arrival.actor())
                    .text(told == null ? arrival.what() : told));
            arrival.deliver().accept(told == null ? arrival.message() : commands.taken(arrival.message()));
        });
    }

    /** The record of something whose turn has come: its moment, and where among the steps of the actors that is. */
    private RecordWriter begin(RecordKind kind) {
        RecordWriter record =
                new RecordWriter(kind).number(order.nextTurn()).number(steps).number(stepsWaiting.get());
        steps = 0;
        return record;
    }

    private void add(Runnable task) {
        queue.add(task);
        if (queued.getAndIncrement() == 0) {
            executor.execute(this);
        }
    }

    @Override
    public void run() {
        RUNNING.set(this);
        boolean more = true;
        try {
            for (int i = 0; more && i < STEPS_IN_A_ROW; i++) {
                next();
                more = queued.decrementAndGet() > 0;
            }
        } finally {
            RUNNING.remove();
        }
        if (more) {
            executor.execute(this);
        }
    }

    /** An actor's failure is the actor's; whatever else fails must not hold up the call. */
    private void next() {
        Runnable task = queue.poll();
        try {
            if (task != null) {
                task.run();
            }
        } catch (RuntimeException e) {
            order.onFault(e);
        }
    }

    @Override
    public void over() {
        order.end();
    }
}
