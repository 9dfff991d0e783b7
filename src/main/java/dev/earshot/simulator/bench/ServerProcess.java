package dev.earshot.simulator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The server as a process, started as users start it: by its environment, with a log of its own. It never outlives this
 * process.
 */
final class ServerProcess {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final Path LOG = FOLDER.resolve("server.log");
    private static final Path GC_LOG = FOLDER.resolve("gc.log");
    private static final Duration START = Duration.ofSeconds(60);
    private static final long ASK_EVERY_MS = 100;

    /** Earshot itself gives its drain up after 25 s. */
    private static final Duration STOP = Duration.ofSeconds(30);

    /** How long it may take to end where we are told to end. */
    private static final Duration HASTE = Duration.ofSeconds(5);

    private static final int SHOWN_LINES = 15;

    private final Process process;
    private final int port;
    private final AdminDoor admin;
    private final Thread stopWithUs;

    private ServerProcess(Process process, int port, AdminDoor admin) {
        this.process = process;
        this.port = port;
        this.admin = admin;
        this.stopWithUs = new Thread(this::stopInHaste, "stop-server");
        Runtime.getRuntime().addShutdownHook(stopWithUs);
    }

    /**
     * Starts it and waits until it takes calls.
     *
     * @param command becomes the JVM: its process id is the server's
     * @param environment beside the ports and the options of the JVM
     * @throws CannotStart with the server's last words where it does not come up
     */
    static ServerProcess start(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Files.deleteIfExists(GC_LOG);
        int port = freePort();
        int adminPort = freePort();
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> own = builder.environment();
        own.keySet().removeIf(name -> name.startsWith("EARSHOT_"));
        own.put("EARSHOT_HTTP_PORT", Integer.toString(port));
        own.put("EARSHOT_ADMIN_PORT", Integer.toString(adminPort));
        own.put("JAVA_OPTS", (own.getOrDefault("JAVA_OPTS", "") + " " + GcLog.option(GC_LOG)).strip());
        own.putAll(environment);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(LOG.toFile()).start();
        ServerProcess server = new ServerProcess(process, port, new AdminDoor(adminPort));
        server.awaitReady();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!admin.ready()) {
            if (process.waitFor(ASK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                throw new CannotStart("the server ended with status " + process.exitValue() + lastWords());
            }
            if (System.nanoTime() > end) {
                stop();
                throw new CannotStart("the server was not ready after " + START.toSeconds() + " s" + lastWords());
            }
        }
    }

    int port() {
        return port;
    }

    AdminDoor admin() {
        return admin;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Completes should it end before it is told to. */
    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    GcLog gcLog() throws IOException {
        return GcLog.read(GC_LOG);
    }

    /** Asks it to end, waits, and ends it by force where that takes too long. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        removeHook();
    }

    private void stopInHaste() {
        process.destroy();
        try {
            process.waitFor(HASTE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithUs);
        } catch (IllegalStateException e) {
            // we are ending ourselves: the hook does its work, and finds nothing to do
            return;
        }
    }

    /** The end of its log, on lines of its own. */
    static String lastWords() {
        try {
            List<String> lines = Files.readAllLines(LOG, StandardCharsets.UTF_8);
            List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
            return "; the end of " + LOG + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It did not come up. */
    static final class CannotStart extends RuntimeException {
        CannotStart(String message) {
            super(message);
        }
    }
}
