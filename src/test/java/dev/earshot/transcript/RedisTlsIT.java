package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.earshot.FreePort;
import dev.earshot.Patience;
import dev.earshot.realtime.TestCertificates;
import dev.earshot.transcript.CallEvent.Flagged;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store behind TLS and a password")
class RedisTlsIT {

    private static final String PASSWORD = "hush-hush";
    private static final List<LoggedEvent> EVENT = List.of(LoggedEvent.of("c", 1, 1, new Flagged("n")));

    private static RedisProcess redis;
    private static Path trusted;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "ip:127.0.0.1");
        trusted = certificates.certificate(folder.resolve("cert.pem"));
        Path key = certificates.key(folder.resolve("key.pem"));
        for (Path program : List.of(RedisProcess.program(), Path.of("/usr/bin/redis-server"))) {
            int port = FreePort.find();
            if (!Files.isExecutable(program)) {
                continue;
            }
            redis = RedisProcess.launch(
                    program,
                    folder,
                    port,
                    RedisProcess.with(
                            List.of("--port", "0", "--tls-port", Integer.toString(port)),
                            "--tls-cert-file",
                            trusted.toString(),
                            "--tls-key-file",
                            key.toString(),
                            "--tls-ca-cert-file",
                            trusted.toString(),
                            "--tls-auth-clients",
                            "no",
                            "--requirepass",
                            PASSWORD));
            await().atMost(Patience.LIMIT).until(() -> !redis.alive() || listens(port));
            if (redis.alive()) {
                return;
            }
            redis.close();
        }
        abort("No Redis of this machine was built with TLS");
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    private static RedisCallStore store(RedisAddress address) {
        return new RedisCallStore(
                new RedisCallStore.Settings(address, Duration.ofHours(1), Duration.ofSeconds(10), 1000));
    }

    private static RedisAddress at(String password) {
        return RedisAddress.parse("rediss://:" + password + "@127.0.0.1:" + redis.port())
                .orElseThrow();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static Throwable failure(RedisAddress address) {
        try (RedisCallStore store = store(address)) {
            return catchThrowable(() -> now(store.append("c", 1, EVENT)));
        }
    }

    @Test
    @DisplayName("takes a call where the certificate is vouched for by the authorities of the settings")
    void trusted() {
        try (RedisCallStore store = store(at(PASSWORD).trusting(trusted))) {
            assertThat(now(store.append("c", 1, EVENT))).isEqualTo(1);
            assertThat(now(store.events("c", 0, 10))).isEqualTo(EVENT);
        }
    }

    @Test
    @DisplayName("is not spoken to where nobody vouches for its certificate")
    void untrusted() {
        Throwable failure = failure(at(PASSWORD));
        assertThat(StoreException.failureOf(failure)).isEqualTo(StoreFailure.AWAY);
        assertThat(failure).hasStackTraceContaining("PKIX");
    }

    @Test
    @DisplayName(
            "says that it was refused, not that nobody is there, and tells no password, where the password is wrong")
    void wrongPassword() {
        Throwable failure = failure(at("wrong-secret").trusting(trusted));
        assertThat(StoreException.failureOf(failure)).isEqualTo(StoreFailure.REFUSED);
        assertThat(traceOf(failure)).contains("WRONGPASS").doesNotContain("wrong-secret");
    }

    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
