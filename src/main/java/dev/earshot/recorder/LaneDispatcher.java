package dev.earshot.recorder;

import com.typesafe.config.ConfigFactory;
import dev.earshot.recorder.CallLane.Arrival;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.dispatch.Dispatcher;
import org.apache.pekko.dispatch.Dispatchers;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.ExecutorServiceFactoryProvider;
import org.apache.pekko.dispatch.Mailbox;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;
import org.apache.pekko.dispatch.TaskInvocation;
import org.apache.pekko.dispatch.sysmsg.SystemMessage;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/**
 * Runs each recorded call's actors in the call's lane: every message to any of them passes here, from whatever thread it comes. One
 * message a step, so that a step is what one actor does with one message.
 */
final class LaneDispatcher extends Dispatcher {

    /** The name by which actors ask for it. */
    static final String ID = "earshot.recorder.lanes";

    /** Before the name of what the actors' own system tells them. */
    static final String SYSTEM = "system ";

    private static final String CALLS = "/user/";
    private static final Executor STRAY = ForkJoinPool.commonPool();

    private final Map<String, CallLane> lanes = new ConcurrentHashMap<>();

    private LaneDispatcher(Configurator configurator) {
        super(
                configurator,
                ID,
                1,
                Duration.Zero(),
                new NoThreads(),
                FiniteDuration.apply(1, java.util.concurrent.TimeUnit.SECONDS));
    }

    /** The one of this actor system, made if need be. */
    static LaneDispatcher in(ActorSystem<?> system) {
        Dispatchers all = system.classicSystem().dispatchers();
        all.registerConfigurator(ID, new Configurator(all));
        return (LaneDispatcher) all.lookup(ID);
    }

    /** @param call name of the call's actor */
    void add(String call, CallLane lane) {
        lanes.put(call, lane);
    }

    @Override
    public void dispatch(ActorCell receiver, Envelope envelope) {
        CallLane lane = laneOf(receiver);
        if (lane == null || lane.inside()) {
            super.dispatch(receiver, envelope);
            return;
        }
        Object message = envelope.message();
        lane.arrive(new Arrival(
                pathInCall(receiver),
                MessageNames.of(message),
                message,
                taken -> super.dispatch(
                        receiver, taken == message ? envelope : envelope.copy(taken, envelope.sender()))));
    }

    @Override
    public void systemDispatch(ActorCell receiver, SystemMessage message) {
        CallLane lane = laneOf(receiver);
        if (lane == null || lane.inside()) {
            super.systemDispatch(receiver, message);
            return;
        }
        lane.arrive(new Arrival(
                pathInCall(receiver),
                SYSTEM + message.getClass().getSimpleName(),
                message,
                taken -> super.systemDispatch(receiver, message)));
    }

    @Override
    public boolean registerForExecution(Mailbox mailbox, boolean hasMessage, boolean hasSystemMessage) {
        if (!mailbox.canBeScheduledForExecution(hasMessage, hasSystemMessage) || !mailbox.setAsScheduled()) {
            return false;
        }
        CallLane lane = laneOf(mailbox.actor());
        if (lane == null) {
            STRAY.execute(mailbox);
        } else {
            lane.execute(mailbox);
        }
        return true;
    }

    /** What a future has to do: it belongs to the lane whose step it comes from. */
    @Override
    public void executeTask(TaskInvocation task) {
        for (CallLane lane : lanes.values()) {
            if (lane.inside()) {
                lane.execute(task);
                return;
            }
        }
        STRAY.execute(task);
    }

    @Override
    public void register(ActorCell actor) {
        super.register(actor);
        CallLane lane = laneOf(actor);
        if (lane != null) {
            lane.joined(
                    pathInCall(actor), message -> super.dispatch(actor, new Envelope(message, ActorRef.noSender())));
        }
    }

    @Override
    public void unregister(ActorCell actor) {
        super.unregister(actor);
        if (pathInCall(actor).isEmpty()) {
            CallLane lane = lanes.remove(call(actor));
            if (lane != null) {
                lane.over();
            }
        }
    }

    private @Nullable CallLane laneOf(ActorCell actor) {
        return lanes.get(call(actor));
    }

    private static String call(ActorCell actor) {
        String path = actor.self().path().toStringWithoutAddress();
        int end = path.indexOf('/', CALLS.length());
        return path.substring(CALLS.length(), end < 0 ? path.length() : end);
    }

    private static String pathInCall(ActorCell actor) {
        String path = actor.self().path().toStringWithoutAddress();
        int end = path.indexOf('/', CALLS.length());
        return end < 0 ? "" : path.substring(end + 1);
    }

    private static final class Configurator extends MessageDispatcherConfigurator {
        private @Nullable LaneDispatcher made;

        Configurator(Dispatchers all) {
            super(ConfigFactory.empty().withFallback(all.defaultDispatcherConfig()), all.prerequisites());
        }

        @Override
        public synchronized MessageDispatcher dispatcher() {
            if (made == null) {
                made = new LaneDispatcher(this);
            }
            return made;
        }
    }

    /** Lanes have threads of their own kind; what is asked for here does nothing. */
    private static final class NoThreads implements ExecutorServiceFactoryProvider {
        @Override
        public ExecutorServiceFactory createExecutorServiceFactory(
                String id, java.util.concurrent.ThreadFactory threads) {
            return ForkJoinPool::commonPool;
        }

        @Override
        public boolean isVirtualized() {
            return false;
        }
    }
}
