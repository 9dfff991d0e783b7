package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.earshot.Patience;
import dev.earshot.realtime.TestCertificates;
import dev.earshot.transcript.CallEvent.Flagged;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store in a cluster of three, everything of it with TLS and a login")
class RedisTlsClusterIT {

    private static RedisCluster cluster;
    private static Path trusted;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "dns:localhost");
        trusted = certificates.certificate(folder.resolve("trusted.pem"));
        cluster = RedisCluster.start(
                RedisProgram.withTls(folder, certificates)
                        .orElseGet(() -> abort("No Redis of this machine was built with TLS")),
                folder,
                "localhost",
                0,
                StoreLogin.OPTIONS);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static RedisAddress at(String host, String login) {
        return RedisAddress.parse("rediss-cluster://" + login + "@" + cluster.at(host))
                .orElseThrow()
                .trusting(trusted);
    }

    @Test
    @DisplayName("has a log whole, in order and once, though the call's slot moved while it was written")
    void slotMoves() {
        try (RedisCallStore store = StoreLogin.store(at("localhost", StoreLogin.LOGIN));
                WrittenLog log = new WrittenLog(store, "moving")) {
            RedisCluster.SlotMove move = log.awaitMoved(cluster);

            log.endsWhole();
            assertThat(move.to().length(RedisKeys.of("moving").log())).isEqualTo(log.written() + 1);
        }
    }

    @Test
    @DisplayName("lists and erases a call without further rights")
    void listedAndErased() {
        try (RedisCallStore store = StoreLogin.store(at("localhost", StoreLogin.LOGIN))) {
            now(store.append("erased", 1, List.of(LoggedEvent.of("erased", 1, 1, new Flagged("n")))));
            now(store.saveSummary(1, CallSummary.starting("erased", Instant.EPOCH)));
            assertThat(now(store.page(new CallPage.Request(null, 0, 1, 10))).calls())
                    .extracting(CallSummary::callId)
                    .containsExactly("erased");

            now(store.erase("erased"));

            assertThat(now(store.page(new CallPage.Request(null, 0, 1, 10))).calls())
                    .isEmpty();
        }
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    @DisplayName("is not spoken to where nobody vouches for the certificates of the nodes")
    void untrusted() {
        RedisAddress unvouched = RedisAddress.parse(
                        "rediss-cluster://" + StoreLogin.LOGIN + "@" + cluster.at("localhost"))
                .orElseThrow();
        StoreLogin.assertRefused(unvouched, StoreFailure.UNTRUSTED, "PKIX");
    }

    @Test
    @DisplayName("is not spoken to where the nodes are dialled by an address that is not in their certificates")
    void seedsOfAnotherName() {
        StoreLogin.assertRefused(at("127.0.0.1", StoreLogin.LOGIN), StoreFailure.UNTRUSTED, "IP address 127.0.0.1");
    }

    @Test
    @DisplayName("is not spoken to where the nodes tell addresses that are not in their certificates")
    void nodesOfAnotherName() {
        cluster.announce("127.0.0.1");
        try {
            StoreLogin.assertRefused(at("localhost", StoreLogin.LOGIN), StoreFailure.UNTRUSTED, "IP address 127.0.0.1");
        } finally {
            cluster.announce("localhost");
        }
    }

    @Test
    @DisplayName("says that it was refused, and tells no password, where that is wrong")
    void wrongPassword() {
        StoreLogin.assertRefused(at("localhost", "earshot:" + StoreLogin.WRONG), StoreFailure.REFUSED, "WRONGPASS");
    }
}
