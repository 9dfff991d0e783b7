package dev.earshot.realtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.Patience;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
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
    public static Config config() {
        String name = QuietExecutor.class.getName();
        return ConfigFactory.parseString("pekko.actor.default-dispatcher.executor = \"" + name + "\"\n"
                        + "pekko.actor.internal-dispatcher.executor = \"" + name + "\"\n"
                        + "pekko.scheduler.implementation = \"" + QuietScheduler.class.getName() + "\"")
                .withFallback(ConfigFactory.load("application-test"));
    }

    /** Returns once all that was set in motion has come to rest. */
    public static void awaitQuiet() {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        synchronized (LOCK) {
            while (underWay > 0) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0) {
                    throw new IllegalStateException(underWay + " tasks do not come to rest");
                }
                try {
                    LOCK.wait(leftMs);
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
            super(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
            allowCoreThreadTimeOut(true);
        }

        @Override
        public void execute(Runnable task) {
            count(1);
            try {
                super.execute(task);
            } catch (RejectedExecutionException over) {
                count(-1);
                throw over;
            }
        }

        @Override
        protected void afterExecute(Runnable task, Throwable failure) {
            count(-1);
        }
    }
}
