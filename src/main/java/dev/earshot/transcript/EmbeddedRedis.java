package dev.earshot.transcript;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis of this process's own, on loopback: for a node without one, and for tests. It writes nothing to disk, is
 * bounded in memory, makes room for new calls at the cost of old ones, and ends with the process. Only the program is the library's: its own
 * way to start one stops it as soon as the process is told to go, before a drain could write what is left.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final int ATTEMPTS = 5;

    /**
     * Every key of a call has a time to live, an ended call's the shortest: it would go next anyway, and goes before a
     * live call finds no room. A live call's log goes last, and its owner, who has it, stores it again.
     */
    private static final String EVICTION = "volatile-ttl";

    private static final Duration START_WITHIN = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(30);

    /** A busy machine may take a while to let a killed process go, and its port with it. */
    private static final Duration DEAD_WITHIN = Duration.ofSeconds(5);

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final Process process;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread atExit = new Thread(this::onExit, "embedded-redis-stop");

    private EmbeddedRedis(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one on a free port.
     *
     * @param maxMemoryMb past which the calls that would go soonest go at once
     * @throws IOException where none can be started
     */
    public static EmbeddedRedis start(int maxMemoryMb) throws IOException {
        IOException failure = new IOException("No Redis could be started");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return start(maxMemoryMb, freePort());
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /** Starts one on a given port. */
    public static EmbeddedRedis start(int maxMemoryMb, int port) throws IOException {
        EmbeddedRedis redis = new EmbeddedRedis(port, launch(maxMemoryMb, port));
        try {
            Runtime.getRuntime().addShutdownHook(redis.atExit);
        } catch (IllegalStateException e) {
            redis.process.destroyForcibly();
            throw new IOException("The process is ending", e);
        }
        try {
            redis.awaitReady();
        } catch (IOException e) {
            redis.close();
            throw e;
        }
        log.atInfo().addKeyValue("port", port).log("Redis started in this process's care");
        return redis;
    }

    public int port() {
        return port;
    }

    /** {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            log.atDebug().addKeyValue("port", port).log("Redis stops while the process ends");
        }
        process.destroyForcibly();
        try {
            process.waitFor(DEAD_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process ends: whoever started Redis may still write, and closes it when done. */
    private void onExit() {
        try {
            closed.await(CLOSED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static Process launch(int maxMemoryMb, int port) throws IOException {
        List<String> command = List.of(
                RedisExecProvider.defaultProvider().get().getAbsolutePath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                maxMemoryMb + "mb",
                "--maxmemory-policy",
                EVICTION);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Redis did not start on port " + port);
            }
            try {
                process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while Redis started", e);
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            int patience = (int) START_WITHIN.toMillis();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patience);
            socket.setSoTimeout(patience);
            socket.getOutputStream().write(PING);
            return Arrays.equals(socket.getInputStream().readNBytes(PONG.length), PONG) && process.isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
