package dev.earshot.realtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/**
 * Knows when an actor system has nothing left to do. As time is the test's too, nothing then happens until the test does something,
 * so that "nothing was sent" can be said without waiting for a while.
 */
public final class QuietExecutor extends ExecutorServiceConfigurator {
    private static final Object LOCK = new Object();
    private static int underWay;

    public QuietExecutor(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    /** Time that the test lets pass, and this executor under every actor and stream. */
    static Config config() {
        String name = QuietExecutor.class.getName();
        return ConfigFactory.parseString("pekko.actor.default-dispatcher.executor = \"" + name + "\"\n"
                        + "pekko.actor.internal-dispatcher.executor = \"" + name + "\"\n"
                        + "pekko.scheduler.implementation = \"" + QuietScheduler.class.getName() + "\"")
                .withFallback(ConfigFactory.load());
    }

    /** Returns once all that was set in motion has come to rest. */
    static void awaitQuiet() {
        synchronized (LOCK) {
            while (underWay > 0) {
                try {
                    LOCK.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return () -> new Pool(threads);
    }

    private static void count(int change) {
        synchronized (LOCK) {
            underWay += change;
            LOCK.notifyAll();
        }
    }

    private static final class Pool extends ThreadPoolExecutor implements ExecutorService {
        Pool(ThreadFactory threads) {
            super(2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threads);
        }

        @Override
        public void execute(Runnable task) {
            count(1);
            super.execute(task);
        }

        @Override
        protected void afterExecute(Runnable task, Throwable failure) {
            count(-1);
        }
    }
}
