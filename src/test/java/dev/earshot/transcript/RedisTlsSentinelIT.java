package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.earshot.Patience;
import dev.earshot.realtime.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store behind sentinels, everything of it with TLS and logins")
class RedisTlsSentinelIT {

    private static final String OF_SENTINELS = "watch-words";

    private static WatchedRedis redis;
    private static Path trusted;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "dns:localhost");
        trusted = certificates.certificate(folder.resolve("trusted.pem"));
        redis = WatchedRedis.start(
                RedisProgram.withTls(folder, certificates)
                        .orElseGet(() -> abort("No Redis of this machine was built with TLS")),
                folder,
                "localhost",
                new WatchedRedis.Sentinels(3, OF_SENTINELS),
                StoreLogin.OPTIONS);
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    private static RedisAddress at(String host, String login) {
        return RedisAddress.parse("rediss-sentinel://" + login + "@" + redis.at(host) + "#calls")
                .orElseThrow()
                .trusting(trusted)
                .withSentinelPassword(OF_SENTINELS);
    }

    @Test
    @DisplayName("has a log whole, in order and once, though the master died while it was written")
    void masterDies() {
        String key = RedisKeys.of("c").log();
        try (RedisCallStore store = StoreLogin.store(at("localhost", StoreLogin.LOGIN));
                WrittenLog log = new WrittenLog(store, "c")) {
            log.awaitMore(200);
            await().atMost(Patience.LIMIT).until(() -> redis.replica().length(key) >= 100);
            redis.watchClosely();
            redis.master().kill();
            await().atMost(Patience.LIMIT).until(() -> redis.replica().isMaster());
            log.awaitMore(100);

            log.endsWhole();
            assertThat(redis.replica().length(key)).isEqualTo(log.written() + 1);
        }
    }

    @Test
    @DisplayName("is not spoken to where nobody vouches for the certificates of the sentinels")
    void untrusted() {
        RedisAddress unvouched = RedisAddress.parse(
                        "rediss-sentinel://" + StoreLogin.LOGIN + "@" + redis.at("localhost") + "#calls")
                .orElseThrow();
        StoreLogin.assertRefused(unvouched, StoreFailure.UNTRUSTED, "PKIX");
    }

    @Test
    @DisplayName("is not spoken to where the sentinels are dialled by an address that is not in their certificates")
    void sentinelsOfAnotherName() {
        StoreLogin.assertRefused(at("127.0.0.1", StoreLogin.LOGIN), StoreFailure.UNTRUSTED, "IP address 127.0.0.1");
    }

    @Test
    @DisplayName("is not spoken to where the sentinels tell an address of the master that is not in its certificate")
    void masterOfAnotherName() {
        redis.announceHost(false);
        try {
            StoreLogin.assertRefused(at("localhost", StoreLogin.LOGIN), StoreFailure.UNTRUSTED, "IP address 127.0.0.1");
        } finally {
            redis.announceHost(true);
        }
    }

    @Test
    @DisplayName("says that it was refused, and tells no password, where that of the servers is wrong")
    void wrongPassword() {
        StoreLogin.assertRefused(at("localhost", "earshot:" + StoreLogin.WRONG), StoreFailure.REFUSED, "WRONGPASS");
    }

    @Test
    @DisplayName("says that it was refused, and tells no password, where that of the sentinels is wrong")
    void wrongPasswordOfSentinels() {
        StoreLogin.assertRefused(
                at("localhost", StoreLogin.LOGIN).withSentinelPassword(StoreLogin.WRONG),
                StoreFailure.REFUSED,
                "WRONGPASS");
    }
}
