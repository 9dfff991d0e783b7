package dev.earshot.transcript;

import dev.earshot.FreePort;
import dev.earshot.Patience;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/** A real Redis on a port of its own, killed and started again as often as a test likes. */
public final class KillableRedis implements AutoCloseable {

    private final int port;
    private final @Nullable Path folder;
    private @Nullable Process process;

    /** One that keeps what it has in a folder, or forgets it where there is none. */
    public KillableRedis(@Nullable Path folder) throws IOException {
        this.port = FreePort.find();
        this.folder = folder;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public KillableRedis start() {
        List<String> keeping = folder == null
                ? List.of("--appendonly", "no")
                : List.of("--appendonly", "yes", "--dir", folder.toString());
        List<String> command = new ArrayList<>(List.of(
                program(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--maxmemory",
                "256mb"));
        command.addAll(keeping);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Awaitility.await()
                .atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(RedisException.class::isInstance)
                .until(() -> "PONG".equals(ask(RedisCommands::ping)));
        return this;
    }

    private static String program() {
        try {
            return RedisExecProvider.defaultProvider().get().getAbsolutePath();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
            process = null;
        }
    }

    /** Stands still: it takes connections, and answers nothing, until it goes on. */
    public void standStill() {
        signal("STOP");
    }

    public void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        Process running = Objects.requireNonNull(process);
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + name + " exits with " + exit);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * What it says to somebody else.
     *
     * @throws RedisConnectionException where it is away
     */
    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    @Override
    public void close() {
        kill();
    }
}
