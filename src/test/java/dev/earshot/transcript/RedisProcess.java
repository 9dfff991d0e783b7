package dev.earshot.transcript;

import static org.awaitility.Awaitility.await;

import dev.earshot.FreePort;
import dev.earshot.Patience;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A real Redis as an operator may run it: a master, a replica, a sentinel, a node of a cluster. */
final class RedisProcess implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    /** Whoever stands before the machine's other addresses does not get in; {@code localhost} may be either of these. */
    private static final List<String> LOOPBACK = List.of("--bind", "127.0.0.1", "-::1");

    private final int port;
    private final Process process;
    private final RedisClient client;

    private RedisProcess(RedisProgram program, int port, Process process) {
        this.port = port;
        this.process = process;
        this.client = RedisClient.create(program.uri(port));
    }

    /** It ended instead. */
    static final class NotStarted extends IOException {
        private static final long serialVersionUID = 1L;

        NotStarted(Path output) throws IOException {
            super(Files.readString(output));
        }
    }

    /** One that keeps nothing on disk, with more options, once it answers. */
    static RedisProcess start(Path folder, String... options) throws IOException {
        return start(RedisProgram.plain(), folder, options);
    }

    static RedisProcess start(RedisProgram program, Path folder, String... options) throws IOException {
        return launch(program, folder, port -> {
            List<String> all = new ArrayList<>(program.at(port));
            all.addAll(LOOPBACK);
            all.addAll(List.of("--save", "", "--appendonly", "no"));
            all.addAll(List.of(options));
            return all;
        });
    }

    /** A sentinel with this configuration, once it answers. */
    static RedisProcess sentinel(RedisProgram program, Path folder, String configuration) throws IOException {
        return launch(program, folder, port -> {
            Path file = folder.resolve("sentinel-" + port + ".conf");
            Files.writeString(file, "dir " + folder + "\n" + configuration);
            List<String> all = new ArrayList<>(List.of(file.toString(), "--sentinel"));
            all.addAll(program.at(port));
            all.addAll(LOOPBACK);
            return all;
        });
    }

    /** What it is to be started with at a port. */
    private interface Options {
        List<String> at(int port) throws IOException;
    }

    /** Somebody else may take a port that was free, but hardly so every time. */
    private static RedisProcess launch(RedisProgram program, Path folder, Options options) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = FreePort.find();
            List<String> command = new ArrayList<>(List.of(program.path().toString()));
            command.addAll(options.at(port));
            Path output = folder.resolve("redis-" + port + ".log");
            RedisProcess redis = new RedisProcess(
                    program,
                    port,
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start());
            await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(20)).until(redis::answersOrEnded);
            if (redis.alive()) {
                return redis;
            }
            redis.close();
            if (attempt == ATTEMPTS) {
                throw new NotStarted(output);
            }
        }
    }

    private boolean answersOrEnded() {
        try {
            return !alive() || "PONG".equals(ask(RedisCommands::ping));
        } catch (RedisException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    boolean alive() {
        return process.isAlive();
    }

    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    /** Entries of a stream. */
    long length(String stream) {
        return ask(commands -> commands.xlen(stream));
    }

    List<String> keys(String pattern) {
        return ask(commands -> commands.keys(pattern));
    }

    boolean isMaster() {
        try {
            return ask(commands -> commands.role().get(0)).equals("master");
        } catch (RedisException away) {
            return false;
        }
    }

    /** Holds it still, as a machine does that hangs: its connections stay. */
    void hang() {
        signal("-STOP");
    }

    void goOn() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it as a crash does. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
