package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.earshot.Patience;
import dev.earshot.realtime.TestCertificates;
import dev.earshot.transcript.CallEvent.Flagged;
import java.nio.file.Path;
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

    private static final String PASSWORD = StoreLogin.PASSWORD;
    private static final List<LoggedEvent> EVENT = List.of(LoggedEvent.of("c", 1, 1, new Flagged("n")));

    private static RedisProcess redis;
    private static Path trusted;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "ip:127.0.0.1");
        trusted = certificates.certificate(folder.resolve("trusted.pem"));
        redis = RedisProcess.start(
                RedisProgram.withTls(folder, certificates)
                        .orElseGet(() -> abort("No Redis of this machine was built with TLS"))
                        .withPassword(PASSWORD),
                folder);
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    private static RedisAddress at(String host, String password) {
        return RedisAddress.parse("rediss://:" + password + "@" + host + ":" + redis.port())
                .orElseThrow();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    @DisplayName("takes a call where the certificate is vouched for by the authorities of the settings")
    void trusted() {
        try (RedisCallStore store = StoreLogin.store(at("127.0.0.1", PASSWORD).trusting(trusted))) {
            assertThat(now(store.append("c", 1, EVENT))).isEqualTo(1);
            assertThat(now(store.events("c", 0, 10))).isEqualTo(EVENT);
        }
    }

    @Test
    @DisplayName("is not spoken to where nobody vouches for its certificate")
    void untrusted() {
        StoreLogin.assertRefused(at("127.0.0.1", PASSWORD), StoreFailure.UNTRUSTED, "PKIX");
    }

    @Test
    @DisplayName("is not spoken to where it is dialled by a name that is not in its certificate")
    void ofAnotherName() {
        StoreLogin.assertRefused(
                at("localhost", PASSWORD).trusting(trusted), StoreFailure.UNTRUSTED, "matching localhost found");
    }

    @Test
    @DisplayName(
            "says that it was refused, not that nobody is there, and tells no password, where the password is wrong")
    void wrongPassword() {
        StoreLogin.assertRefused(
                at("127.0.0.1", StoreLogin.WRONG).trusting(trusted), StoreFailure.REFUSED, "WRONGPASS");
    }
}
