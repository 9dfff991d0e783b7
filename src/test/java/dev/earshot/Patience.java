package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait for what other threads, processes and the other ends of sockets do. On a machine that has other
 * things to do, each of them may stand still for seconds. Patience costs nothing where it is not needed.
 */
public final class Patience implements BeforeAllCallback {

    public static final Duration LIMIT = Duration.ofSeconds(60);

    /** The next of what another thread puts there. */
    public static <T> T taken(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
