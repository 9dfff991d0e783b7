package dev.earshot.recorder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lane of a call that happens again: what comes from outside waits here until the recording says that it is its turn. */
final class ReplayLane implements CallLane {

    static final String TIMER = "timer ";

    private final Thread thread = Thread.currentThread();
    private final ReplayTime time;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Map<String, Consumer<Object>> mailboxes = new HashMap<>();
    private final Map<Arrival, Long> arrived = new LinkedHashMap<>();
    private boolean within;
    private boolean over;

    /** On the thread that everything will happen on. */
    ReplayLane(ReplayTime time) {
        this.time = time;
    }

    @Override
    public boolean inside() {
        return Thread.currentThread() == thread && within && !time.ofAudio();
    }

    @Override
    public synchronized void execute(Runnable step) {
        if (over) {
            ForkJoinPool.commonPool().execute(step);
        } else {
            steps.add(step);
        }
    }

    @Override
    public synchronized void arrive(Arrival arrival) {
        if (over) {
            arrival.deliver().accept(arrival.message());
            return;
        } else if (ToldCommands.ofStore(arrival.message()) != null) {
            return; // what the store's writer said then is in the recording
        }
        if (arrival.what().startsWith(TIMER)) {
            // one that was cancelled after it was due is still here; only the newest counts
            arrived.keySet().removeIf(older -> key(older).equals(key(arrival)));
        }
        arrived.put(arrival, time.nanos());
        notifyAll();
    }

    private static String key(Arrival arrival) {
        return LaneStep.key(arrival.actor(), arrival.what());
    }

    @Override
    public synchronized void joined(String actor, Consumer<Object> mailbox) {
        mailboxes.put(actor, mailbox);
    }

    /** What an actor is told from outside has its turn at once; false where there is no such actor. */
    synchronized boolean tell(String actor, Object message) {
        Consumer<Object> mailbox = mailboxes.get(actor);
        if (mailbox != null) {
            mailbox.accept(message);
        }
        return mailbox != null;
    }

    /** Gives their turn to the first of these; false where none has come. */
    synchronized boolean deliver(String key) {
        for (Iterator<Arrival> all = arrived.keySet().iterator(); all.hasNext(); ) {
            Arrival arrival = all.next();
            if (key(arrival).equals(key)) {
                all.remove();
                arrival.deliver().accept(arrival.message());
                return true;
            }
        }
        return false;
    }

    /** The same for what another thread brings, which is on its way. */
    synchronized boolean awaits(String key, long patienceMs) {
        long until = System.nanoTime() + patienceMs * 1_000_000;
        boolean arrived = deliver(key);
        for (long left = patienceMs; !arrived && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            arrived = deliver(key);
        }
        return arrived;
    }

    /** What has waited since before {@code nanos}, of which the timeline knows nothing more. */
    synchronized @Nullable String overdue(Timeline timeline, long nanos) {
        return arrived.entrySet().stream()
                .filter(each -> each.getValue() < nanos && timeline.arrivalsLeft(key(each.getKey())) == 0)
                .map(each -> key(each.getKey()))
                .findFirst()
                .orElse(null);
    }

    /** Does what the actors have to do, so many steps at most. */
    void run(int most) {
        for (int i = 0; i < most; i++) {
            Runnable step = next();
            if (step == null) {
                return;
            }
            inside(step);
        }
    }

    /** Within the lane. */
    void inside(Runnable task) {
        within = true;
        try {
            task.run();
        } finally {
            within = false;
        }
    }

    private synchronized @Nullable Runnable next() {
        return steps.poll();
    }

    @Override
    public void over() {}

    /** Whatever is left to do may be done by anyone. */
    synchronized void letGo() {
        over = true;
        arrived.keySet().forEach(arrival -> arrival.deliver().accept(arrival.message()));
        steps.forEach(ForkJoinPool.commonPool()::execute);
        steps.clear();
    }
}
