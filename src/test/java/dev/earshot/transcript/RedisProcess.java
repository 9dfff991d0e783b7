package dev.earshot.transcript;

import static org.awaitility.Awaitility.await;

import dev.earshot.FreePort;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
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
import redis.embedded.RedisExecProvider;

/** A real Redis as an operator may run it: a master, a replica, a sentinel, a node of a cluster, one with TLS. */
final class RedisProcess implements AutoCloseable {

    private static final Duration STARTED_WITHIN = Duration.ofSeconds(20);

    private final int port;
    private final Process process;
    private final RedisClient client;

    private RedisProcess(int port, Process process) {
        this.port = port;
        this.process = process;
        this.client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(5))
                .build());
    }

    /** The Redis that Earshot brings with it. */
    static Path program() throws IOException {
        return Path.of(RedisExecProvider.defaultProvider().get().getAbsolutePath());
    }

    /** One that keeps nothing on disk, with more options, once it answers. */
    static RedisProcess start(Path folder, String... options) throws IOException {
        int port = FreePort.find();
        RedisProcess redis = launch(program(), folder, port, with(List.of("--port", Integer.toString(port)), options));
        await().atMost(STARTED_WITHIN).ignoreExceptions().until(() -> "PONG".equals(redis.ask(RedisCommands::ping)));
        return redis;
    }

    /** One that may or may not start: whoever asks for it looks. */
    static RedisProcess launch(Path program, Path folder, int port, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(options);
        return new RedisProcess(port, run(folder, port, command));
    }

    static List<String> with(List<String> first, String... options) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        all.addAll(List.of(options));
        return all;
    }

    /** A sentinel with this configuration, once it answers. */
    static RedisProcess sentinel(Path folder, String configuration) throws IOException {
        int port = FreePort.find();
        Path file = Files.writeString(
                folder.resolve("sentinel-" + port + ".conf"),
                "port " + port + "\nbind 127.0.0.1\ndir " + folder + "\n" + configuration);
        RedisProcess sentinel =
                new RedisProcess(port, run(folder, port, List.of(program().toString(), file.toString(), "--sentinel")));
        await().atMost(STARTED_WITHIN).ignoreExceptions().until(() -> "PONG".equals(sentinel.ask(RedisCommands::ping)));
        return sentinel;
    }

    private static Process run(Path folder, int port, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis-" + port + ".log").toFile())
                .start();
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
            process.waitFor(STARTED_WITHIN.toSeconds(), TimeUnit.SECONDS);
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
