package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.transcript.EmbeddedRedis;
import dev.earshot.transcript.KillableRedis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as operators start it: a process, its environment, its last word and its exit status. */
@DisplayName("The server's process")
class ProcessIT {

    private static final Duration PATIENCE = Patience.LIMIT.multipliedBy(2);
    private static final Pattern READY =
            Pattern.compile("ready .*http://127\\.0\\.0\\.1:(\\d+)/.*http://127\\.0\\.0\\.1:(\\d+)/ready");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    @DisplayName(
            "says when it is ready, answers at the admin door, and on SIGTERM ends its calls, stores them and exits 0")
    void readyAndDrained() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(64)) {
            Process server = start(Map.of("EARSHOT_REDIS_URL", redis.url()));
            Matcher ready = awaitReady();
            String home = "http://127.0.0.1:" + ready.group(1);
            String admin = "http://127.0.0.1:" + ready.group(2);
            assertThat(get(admin + "/alive").body()).isEqualTo("alive\n");
            assertThat(get(admin + "/ready").statusCode()).isEqualTo(200);
            assertThat(get(admin + "/metrics").body()).contains("# TYPE jvm_memory_used_bytes gauge");
            assertThat(get(home + "/metrics").statusCode()).isEqualTo(404);
            HttpRequest put = HttpRequest.newBuilder(URI.create(home + "/api/calls/last"))
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"speakers\":[]}"))
                    .build();
            assertThat(http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);

            server.destroy();

            assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
            assertThat(output()).as("nothing for anybody to worry about").doesNotContain(" WARN ", " ERROR ", "LEAK");
            RedisClient client = RedisClient.create(redis.url());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                assertThat(connection.sync().hgetall("earshot:{last}")).containsEntry("state", "ended");
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }

    @Test
    @DisplayName("hears a call where Netty's own library cannot be loaded")
    void withoutNativeSockets() throws Exception {
        start(Map.of("EARSHOT_REDIS_URL", "none", "JAVA_TOOL_OPTIONS", "-Dio.netty.transport.noNative=true"));
        Matcher ready = awaitReady();
        assertThat(output()).contains("sockets=NIO");
        String door = "127.0.0.1:" + ready.group(1);
        WebSocket media = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + door + "/acs/media/portable"), new WebSocket.Listener() {})
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        media.sendText(
                        """
                {"kind":"AudioMetadata","audioMetadata":{"subscriptionId":"s","encoding":"PCM","sampleRate":16000,"channels":1,"length":640}}""",
                        true)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        media.sendText(
                        """
                {"kind":"AudioData","audioData":{"timestamp":"2026-11-22T10:00:00.000Z","data":"%s","silent":false}}"""
                                .formatted(Base64.getEncoder().encodeToString(new byte[640])),
                        true)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get("http://" + door + "/api/calls/portable/ledger").body())
                .contains("\"frames\":1,\"received\":320"));
        media.abort();
    }

    @Test
    @DisplayName("finds the log of a call that lived when the process was killed with Redis away, and brings it there")
    void killedWithRedisAway() throws Exception {
        try (KillableRedis redis = new KillableRedis(null)) {
            Map<String, String> away = Map.of("EARSHOT_REDIS_URL", redis.url(), "EARSHOT_SPILL_AFTER", "100ms");
            Process server = start(away);
            HttpRequest put = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + awaitReady().group(1) + "/api/calls/cut"))
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"speakers\":[]}"))
                    .build();
            http.send(put, HttpResponse.BodyHandlers.discarding());
            await().atMost(PATIENCE).ignoreExceptions().until(() -> spilledBytes() > 100);
            server.destroyForcibly().waitFor();
            redis.start();

            start(away);

            await().atMost(PATIENCE).untilAsserted(() -> {
                List<StreamMessage<String, String>> events =
                        redis.ask(commands -> commands.xrange("earshot:{cut}:log", Range.unbounded()));
                assertThat(events).first().satisfies(event -> {
                    assertThat(event.getId()).matches("\\d{13}-1");
                    assertThat(event.getBody().get("event")).contains("\"type\":\"callStarted\"");
                });
            });
            await().atMost(PATIENCE).ignoreExceptions().until(() -> spilledBytes() == 0);
        }
    }

    /** In logs on disk. */
    private long spilledBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".log") && !file.equals(log()))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    @DisplayName("leaves no Redis behind when it is told to stop while it starts")
    void stoppedDuringStart() throws Exception {
        Process server = start(Map.of());
        await().atMost(PATIENCE).until(() -> server.descendants().findAny().isPresent());
        List<ProcessHandle> children = server.descendants().toList();

        server.destroy();

        assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    @DisplayName("says in one line that its port is taken, and exits 1")
    void portTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process server = start(Map.of("EARSHOT_HTTP_PORT", Integer.toString(taken.getLocalPort())));

            assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(server.exitValue()).isEqualTo(1);
            assertThat(ownWords())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("earshot: Cannot listen on 127.0.0.1:" + taken.getLocalPort());
            assertThat(output()).doesNotContain("\tat ");
        }
    }

    @Test
    @DisplayName("says in one line which setting is not allowed, and exits 1")
    void badSetting() throws Exception {
        Process server = start(Map.of("EARSHOT_HTTP_HOST", "0.0.0.0"));

        assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(server.exitValue()).isEqualTo(1);
        assertThat(output().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("earshot: earshot.http.host is \"0.0.0.0\"");
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=conf/logback.xml",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Earshot.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EARSHOT_"));
        builder.environment().put("EARSHOT_HTTP_PORT", "0");
        builder.environment().put("EARSHOT_ADMIN_PORT", "0");
        builder.environment()
                .put("EARSHOT_SPILL_DIRECTORY", folder.resolve("spill").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Path log() {
        return folder.resolve("out.log");
    }

    private String output() throws IOException {
        return Files.readString(log(), StandardCharsets.UTF_8);
    }

    /** What it says to its operator, which is not its log. */
    private List<String> ownWords() throws IOException {
        return output().lines().filter(line -> line.startsWith("earshot: ")).toList();
    }

    private Matcher awaitReady() {
        return await().atMost(PATIENCE).until(() -> READY.matcher(output()), Matcher::find);
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
